// The main job: plan, apply, verify both trees, judge the criteria, report (design, section 3).
// Calls the engine and the verifiers in order; decides nothing about code itself.
#pragma once

#include "base/result.h"
#include "tool/pipeline/engine.h"

#include <string>
#include <vector>

namespace levitate::pipeline {

struct RunRequest {
  std::string rules; ///< the rule file; like all paths here, relative to the working directory
  /// Further build directories of the tree, for configurations that no preset of the criteria has.
  /// They count for the plan.
  std::vector<std::string> buildDirectories;
  std::string output = "build/migrated"; ///< where the migrated tree goes
  std::string work = "build/run";  ///< builds of both trees, kept so that the next run is quick
  std::string reports = "reports"; ///< the report goes into a folder named after the rule file
  bool inPlace = false;            ///< write the tree itself as well, once every criterion holds
  bool noCache = false;            ///< neither look for a plan made before nor keep this one
  bool json = false;               ///< print the report as JSON in place of the summary
  unsigned threads = 1;
  bool quiet = false, verbose = false;
  bool color = false; ///< of the summary on stdout
};

/// Carries the rule file out and proves it. The tree itself is not touched, but with `inPlace`;
/// nothing but `output`, `work` and `reports` is written. Prints what it does on stderr and at most
/// ten lines of summary on stdout.
///
/// Success: everything holds. Findings: a criterion does not; the report says which and why.
/// Refused: the plan is refused; the report has the reasons. A usage error for a rule file, policy,
/// scenario or preset that is wrong (found before anything is built), an environment error for what
/// the machine lacks.
Result<ExitStatus> run(const RunRequest &request, Engine &engine);

/// Judges the `require` list on the tree as it stands: builds it, checks its layers, boots it.
/// Prints a line for each criterion, or the report as JSON. Criteria that compare with a tree
/// before the migration are left out, and named. `output`, `reports` and `inPlace` play no part.
Result<ExitStatus> check(const RunRequest &request, Engine &engine);

} // namespace levitate::pipeline
