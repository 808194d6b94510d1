// The subcommands that serve the life of a branch: `rebase`, and `plan --split`.
#pragma once

#include "tool/commands.h"

namespace levitate {

struct RebaseOptions {
  PlanOptions plan; ///< its build directories are builds to configure each commit like
  std::string onto, branch;
  std::string name; ///< of the new branch; empty: made from both
};

/// Rewrites a branch that was made before the migration as if it had been made after it, and says
/// what became of each commit.
Result<ExitStatus> runRebase(const RebaseOptions &options);

/// Plans the migration as a series of commits and writes it as patches into `folder`.
Result<ExitStatus> runSplit(const PlanOptions &options, const std::string &folder);

} // namespace levitate
