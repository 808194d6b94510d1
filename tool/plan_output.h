// How a plan is shown: JSON for programs, reasons and refusals for people.
#pragma once

#include "base/options.h"
#include "tool/plan/plan.h"

#include <nlohmann/json_fwd.hpp>

#include <vector>

namespace levitate {

/// What `plan --format json` prints.
nlohmann::json planJson(const plan::Plan &plan);
/// Its list of refusals alone.
nlohmann::json refusalsJson(const std::vector<plan::Refusal> &refusals);

/// Each refusal on stderr, as compilers print errors.
void printRefusals(const std::vector<plan::Refusal> &refusals);
/// Refusals, leftovers and, when asked for, the reason of every edit, on stderr.
void printReasons(const plan::Plan &plan, const CommonOptions &options);

} // namespace levitate
