// The reply of CMake's File API: which targets a build has, and what they are linked of.
#pragma once

#include "base/result.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace levitate::equivalence {

/// A target of one configuration (cmake-file-api(7), "codemodel").
struct Target {
  std::string name, type;
  std::vector<std::string> sources;      ///< absolute, in the order of the target
  std::vector<std::string> compiled;     ///< those of them that are compiled to object files
  std::vector<std::string> dependencies; ///< ids
  std::vector<std::string> artifacts;    ///< file names
  std::string binary;                    ///< the first artifact; relative to the build directory
  std::vector<std::string> libraries;    ///< words of the link line
  std::vector<std::string> flags;        ///< words of the link line, or of the archiver's
  bool hasLinkLine = false;
  bool isOfCMake = false; ///< made by CMake or by its CTest module, not by the project
};

using Targets = std::map<std::string, Target>; // by id

/// The targets as one configuration builds them.
struct Configuration {
  std::string name; ///< `Debug`; may be empty
  Targets targets;
};

struct CMakeReply {
  std::string sourceRoot; ///< absolute
  std::vector<Configuration> configurations;
};

/// Reads `.cmake/api/v1/reply` of a build directory; nothing when it has none. A usage error when
/// the reply is malformed, an environment error when it can't be read.
Result<std::optional<CMakeReply>> readCMakeReply(const std::string &directory);

/// The targets that one depends on, by name.
std::vector<const Target *> dependenciesOf(const Target &target, const Targets &targets);

} // namespace levitate::equivalence
