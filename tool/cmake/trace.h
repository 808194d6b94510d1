// CMake's own trace: every command that ran, with its place and its arguments after expansion
// (`cmake --trace-expand --trace-format=json-v1`, CMake 3.17 or later).
#pragma once

#include "base/result.h"

#include <map>
#include <string>
#include <vector>

namespace levitate::cmake {

/// One command that ran.
struct Event {
  std::string file;                   ///< as CMake names it; absolute
  unsigned line = 0;                  ///< of the command's name
  std::string command;                ///< in lower case
  std::vector<std::string> arguments; ///< one for each that stands in the text, variables expanded,
                                      ///< lists not split
  unsigned depth = 0;                 ///< of calls, includes and subdirectories together, from 1
};

/// Reads a trace. An environment error when the file can't be read or is not such a trace.
Result<std::vector<Event>> readTrace(const std::string &path);

/// The files that commands write, by absolute path, each with the place of its command:
/// configure_file, file(WRITE | GENERATE | ...), the OUTPUT and BYPRODUCTS of custom commands.
/// Those named by a relative path are left out: they lie in the build directory.
std::map<std::string, Location> generatedFiles(const std::vector<Event> &events);

} // namespace levitate::cmake
