// CMake's own trace: every command that ran, with its place and its arguments after expansion
// (`cmake --trace-expand --trace-format=json-v1`, CMake 3.17 or later).
#pragma once

#include "base/result.h"

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

} // namespace levitate::cmake
