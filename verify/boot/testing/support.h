// What the tests share: where the specimen kernels are, and running scenarios on them.
#pragma once

#include "base/files.h"
#include "verify/boot/report.h"
#include "verify/boot/verify.h"

#include <string>

namespace levitate::boot::testing {

/// The specimen for an architecture ("aarch64" or "x86_64").
std::string specimen(const std::string &architecture);
/// A file of the folder testing/.
std::string sourceFile(const std::string &name);

/// Boots the specimen for aarch64 with a fault and more variables; the test fails when the scenario
/// is wrong.
Report bootSpecimen(const std::string &fault, const Variables &more = {});

/// The scenario of the specimen with `changes` merged into it (RFC 7396), written to `folder`.
std::string changedScenario(const TemporaryDirectory &folder, const nlohmann::json &changes);

/// Boots that; the test fails when the scenario is wrong.
Report bootScenario(const std::string &path, const std::string &fault = "none",
                    const Variables &more = {});

/// What verify() gives; the test fails when the scenario is wrong.
Report booted(const Request &request);

/// The last attempt of the first combination.
const Attempt &only(const Report &report);

bool contains(const std::string &text, const std::string &part);

/// `passed`, or the cause; for one-line assertions.
std::string outcome(const Report &report);

} // namespace levitate::boot::testing
