// The translation units of a tree, by configuration: one `compile_commands.json` for each build
// directory given.
#pragma once

#include "base/result.h"

#include <string>
#include <vector>

namespace levitate::workspace {

/// One compile command.
struct Unit {
  std::string file;                   ///< absolute, links resolved
  std::string directory;              ///< where the command runs
  std::vector<std::string> arguments; ///< the compiler first, no launcher; without response files
  std::string configuration;          ///< the build directory, absolute
};

/// The C and C++ units of one build directory, sorted by file; a command that stands twice is given
/// once, assembly is left out.
/// Environment error when the database is missing, usage error with position when it is malformed.
Result<std::vector<Unit>> loadCompileDatabase(const std::string &buildDirectory);

/// A unit's command with the header `file` (absolute) in place of its main file.
Unit headerAsUnit(Unit unit, const std::string &file);

/// The build directories of a tree that hold a compile database: `build*/` and `build*/*/` below
/// the root, sorted. Empty when there are none.
std::vector<std::string> findBuildDirectories(const std::string &root);

} // namespace levitate::workspace
