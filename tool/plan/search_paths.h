// The include search paths that units have once the link edges of a plan are in place. CMake gives
// a target the search paths of what it links; the compile database only has those of now.
#pragma once

#include "tool/plan/build_files.h"
#include "tool/workspace/compile_database.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace levitate::plan {

class SearchPaths {
public:
  /// Reads off `units`, as configured, which target gives which path. Without a CMake model nothing
  /// is known, and units stay as they are.
  SearchPaths(const BuildFiles &build, const facts::Project &project,
              const std::vector<workspace::Unit> &units);

  /// Adds to each unit the paths that the recipe's link steps will give to its target, behind its
  /// own, so that they can't change what is found now. For planning, while steps are still to come.
  void add(std::vector<workspace::Unit> &units) const;

  /// The units with the paths that they have when all steps are done, by the edges that CMake will
  /// see and their scope.
  std::vector<workspace::Unit> after(std::vector<workspace::Unit> units) const;

private:
  std::string targetOf(const workspace::Unit &unit) const;
  std::string providerOf(const std::string &path) const;

  const BuildFiles &build;
  const facts::Project &project;
  std::set<std::string> configured; ///< the files of the units
  /// By target, what it sees as configured.
  std::map<std::string, std::set<std::string>> seenBefore;
  /// Of a configuration: the paths that some unit has, with the target that gives it (or nothing).
  std::map<std::string, std::map<std::string, std::string>> provided;
};

} // namespace levitate::plan
