// The subcommands `plan`, `apply` and `undo`: the engine called, and its answer written.
#pragma once

#include "base/options.h"
#include "base/result.h"

#include <optional>
#include <string>
#include <vector>

namespace levitate {

struct PlanOptions {
  std::string rules;
  std::vector<std::string> buildDirectories; ///< as given by -p; empty: found or made
  CommonOptions common;
};

struct ApplyOptions {
  PlanOptions plan;
  std::optional<std::string> output; ///< write a copy of the tree there; else
  bool inPlace = false;              ///< write the tree itself
};

/// Prints what a migration would do: the unified diff (or JSON) on stdout, reasons and refusals on
/// stderr. Writes nothing.
Result<ExitStatus> runPlan(const PlanOptions &options);

/// Plans and writes. Nothing is written when anything is refused.
Result<ExitStatus> runApply(const ApplyOptions &options);

/// Takes the last migration of a tree back.
Result<ExitStatus> runUndo(const std::string &root, const CommonOptions &common);

} // namespace levitate
