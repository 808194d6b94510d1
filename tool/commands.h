// The subcommands `plan`, `apply` and `undo`: the engine called, and its answer written.
#pragma once

#include "base/options.h"
#include "base/result.h"
#include "tool/recipe/recipe.h"

#include <optional>
#include <string>
#include <vector>

namespace levitate {

struct PlanOptions {
  std::string rules;
  std::vector<std::string> buildDirectories; ///< as given by -p; empty: found or made
  bool noCache = false; ///< neither look for a plan made before nor keep this one
  CommonOptions common;
};

/// What a plan is made from.
struct ReadyToPlan {
  recipe::Recipe recipe;
  std::vector<std::string> buildDirectories; ///< absolute, at least one
};

/// Reads the rule file, brings a tree to order that an interrupted run left, and finds or makes the
/// build directories.
Result<ReadyToPlan> readyToPlan(const PlanOptions &options);

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
