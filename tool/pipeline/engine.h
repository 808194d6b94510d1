// What the pipeline asks of the migration engine, and nothing more: the pipeline orders the stages
// and judges the criteria, the engine knows how a plan is made and what the compiler sees.
//
// clang_engine.h has the engine of the program; tests of the pipeline bring one of their own.
#pragma once

#include "base/diagnostic.h"
#include "base/result.h"
#include "tool/plan/plan.h"
#include "tool/recipe/recipe.h"

#include <compare>
#include <map>
#include <string>
#include <vector>

namespace levitate::pipeline {

/// A place where something is declared or named.
struct Occurrence {
  Location where;        ///< file relative to the root of the tree
  std::string qualified; ///< what: its qualified name
  bool declares = false; ///< it is declared there; else it is named

  friend auto operator<=>(const Occurrence &, const Occurrence &) = default;
};

/// By the name that was asked for.
using Occurrences = std::map<std::string, std::vector<Occurrence>>;

/// Implementations are not called from two threads at once.
class Engine {
public:
  virtual ~Engine() = default;

  /// Plans the recipe over all configurations and checks the result on the overlay (plan/plan.h).
  /// Each build directory is absolute and holds compile_commands.json of a build of recipe.root.
  /// Plans are kept in `plansFolder` and found there again (plan/cache.h); empty: nowhere.
  virtual Result<plan::Plan> plan(const recipe::Recipe &recipe,
                                  const std::vector<std::string> &buildDirectories,
                                  const std::string &plansFolder) = 0;

  /// For each of the names: where the entity with that qualified name (or, for a namespace,
  /// anything in it) is declared or named in the tree at `root` as its build directories compile
  /// it, in order of file, line and column, each place once. An environment error when a unit does
  /// not compile.
  virtual Result<Occurrences> occurrences(const std::string &root,
                                          const std::vector<std::string> &buildDirectories,
                                          const std::vector<std::string> &names) = 0;
};

} // namespace levitate::pipeline
