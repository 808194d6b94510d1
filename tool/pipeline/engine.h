// What the pipeline asks of the migration engine, and nothing more: the pipeline orders the stages
// and judges the criteria, the engine knows how a plan is made. The program's main.cpp joins the
// two.
#pragma once

#include "base/diagnostic.h"
#include "base/result.h"
#include "tool/changeset/changeset.h"
#include "tool/recipe/recipe.h"

#include <functional>
#include <string>
#include <vector>

namespace levitate::pipeline {

/// One change of a file as the report shows it. `before` and `after` are the text that is replaced
/// and what takes its place; either may be empty.
struct Edit {
  std::string file; ///< relative to the root
  unsigned line = 0;
  std::string step; ///< id of the step of the rule file
  std::string reason;
  std::string before, after;
};

/// A fully qualified name before the migration and after it.
struct Rename {
  std::string from, to;
};

/// Why a step can't be done safely, and what would make it possible.
struct Refusal {
  Location where; ///< file relative to the root
  std::string step;
  std::string reason;
  std::string remedy;
};

/// A place that still has an old name and that was left as it is: text, or code that no
/// configuration compiles.
struct Leftover {
  Location where; ///< file relative to the root
  std::string reason;
};

enum class PlanVerdict { Planned, NothingToDo, Refused };

/// What the engine found out. When `verdict` is Refused, `changes` is empty and `refusals` is not.
struct Plan {
  PlanVerdict verdict = PlanVerdict::NothingToDo;
  changeset::Changeset changes; ///< against the recipe's root; the overlay check has passed
  std::vector<Edit> edits;
  std::vector<Rename> renames;
  std::vector<Refusal> refusals;
  std::vector<Leftover> leftovers;
};

/// A place where a declaration is declared, or a name is used.
struct Occurrence {
  Location where;   ///< file relative to the root of the tree
  std::string what; ///< e.g. `struct levitate::virtio::LevitateVirtioHal`
};

/// The engine. Implementations are not called from two threads at once.
class Engine {
public:
  virtual ~Engine() = default;

  /// Plans the recipe over all configurations and checks the result on the overlay. Each build
  /// directory is absolute and holds compile_commands.json of a build of recipe.root. Writes
  /// nothing in the tree. A recipe that names what does not exist is a usage error; a plan that is
  /// not safe is a Plan with refusals, not an error.
  virtual Result<Plan> plan(const recipe::Recipe &recipe,
                            const std::vector<std::string> &buildDirectories) = 0;

  /// The declarations with that qualified name (all kinds; for a namespace, the declarations in it)
  /// in the tree at `root` as its build directories compile it, in order of file and line.
  virtual Result<std::vector<Occurrence>>
  declarations(const std::string &root, const std::vector<std::string> &buildDirectories,
               const std::string &qualifiedName) = 0;
};

} // namespace levitate::pipeline
