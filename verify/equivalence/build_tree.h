// A build directory as the comparison sees it: compilations, and the programs they are linked into.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <string>
#include <vector>

namespace levitate::equivalence {

/// One entry of a compile database.
struct Compilation {
  std::string directory;              ///< absolute
  std::string source;                 ///< absolute
  std::string output;                 ///< as the database has it; may be empty
  std::vector<std::string> arguments; ///< the compiler first
};

/// What is linked together: an executable, a shared library or module, or a static library that
/// nothing in the build links. `compilations` are in link order.
struct ProgramUnits {
  std::string name;
  std::vector<std::size_t> compilations; ///< indices into BuildTree::compilations
  std::string linkerScripts;             ///< contents of the scripts given by -T, one after another
};

struct BuildTree {
  std::string directory;
  std::string root;                      ///< of the sources; where it lies must not matter
  std::vector<Compilation> compilations; ///< C, C++ and Objective-C; other languages are skipped
  std::vector<std::string> skipped;      ///< sources of other languages (assembly)
  std::vector<ProgramUnits> programs;
  bool hasTargets = false; ///< programs come from the CMake File API; else everything is one
};

/// Reads `compile_commands.json` in `directory` and, if it is there, CMake's File API reply.
/// A usage error when the database is malformed, an environment error when it can't be read.
Result<BuildTree> readBuildTree(const std::string &directory);

/// The words of a command line as a POSIX shell splits it (quotes and backslashes, no expansion).
std::vector<std::string> splitCommand(std::string_view command);

} // namespace levitate::equivalence
