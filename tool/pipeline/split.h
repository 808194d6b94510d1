// A migration cut into commits that can each be reviewed and built, in order.
//
// The cuts are between steps, and between the symbols of a `move` where that gives the same tree in
// the end. What stands at a cut was planned and checked as a migration of its own, in every
// configuration; where it does not hold, there is no cut.
#pragma once

#include "tool/changeset/changeset.h"
#include "tool/pipeline/engine.h"

#include <functional>
#include <string>
#include <vector>

namespace levitate::pipeline {

/// One commit.
struct Part {
  std::vector<std::string> steps; ///< the ids of the steps that it carries out or goes on with
  std::string subject;            ///< the first line of its message
  std::string body;               ///< the rest, ended by a newline
  changeset::Changeset changes;   ///< from the part before
};

struct Split {
  plan::Plan whole;        ///< of the whole migration; with refusals, and no parts, when refused
  std::vector<Part> parts; ///< together they change what `whole` changes
};

/// Plans the migration once for each possible cut; `plansFolder` as of Engine::plan, and so are
/// errors.
Result<Split> splitPlan(const recipe::Recipe &recipe,
                        const std::vector<std::string> &buildDirectories, Engine &engine,
                        const std::string &plansFolder = {},
                        const std::function<void(const std::string &)> &say = {});

/// Writes the parts into `folder` as 0001-<subject>.patch and so on, in the form of
/// `git format-patch`, for `git am`. Paths are from the top of the repository that holds the tree,
/// or from the tree itself when there is none. Returns the files' names. A usage error when the
/// folder exists and is not empty.
Result<std::vector<std::string>> writePatches(const Split &split, const recipe::Recipe &recipe,
                                              const std::string &folder);

} // namespace levitate::pipeline
