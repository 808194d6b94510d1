// How a build makes its linked files and libraries, as far as no reply of CMake's File API tells:
// the command itself (the archiver and its options, a linker that the project sets) and the
// commands around it (CMake's PRE_BUILD, PRE_LINK and POST_BUILD). Read from the files that Ninja
// and Make build by.
#pragma once

#include "base/result.h"

#include <map>
#include <optional>
#include <string>

namespace levitate::equivalence {

/// How one file is made.
struct LinkCommands {
  std::string rule; ///< with variables in place of what it is made of (Ninja), or all words (Make)
  std::string around; ///< commands before and after, one on each line, as the shell gets them
};

/// By absolute path of each linked file and library. Nothing when the build directory has neither a
/// `build.ninja` nor a Makefile of CMake's (another generator). An environment error when what is
/// there can't be read.
Result<std::optional<std::map<std::string, LinkCommands>>>
readLinkCommands(const std::string &directory);

/// Whether the build directory is one of several configurations (Ninja Multi-Config).
bool hasSeveralConfigurations(const std::string &directory);

} // namespace levitate::equivalence
