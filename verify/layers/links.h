// Which CMake target links which, as the project wrote it down.
//
// The File API (CMake 3.25) does not say that: a target's `dependencies` are the closure over link
// interfaces, so that a target "depends" on what its dependency re-exports, and INTERFACE libraries
// without sources are missing from it altogether. What says it exactly is CMake's own trace
// (`--trace-expand --trace-format=json-v1`): every call of target_link_libraries and
// link_libraries, and every write to the LINK_LIBRARIES and INTERFACE_LINK_LIBRARIES properties,
// with variables expanded, file, line and call stack. So this places the File API query and, when
// the build directory has no record newer than every CMake file that was read, runs CMake there
// once with the trace on, and keeps what it found in `.cmake/levitate-links.json`. The File API's
// reply, made by the same run, says which of the targets are part of the build.
#pragma once

#include "base/result.h"

#include <string>
#include <vector>

namespace levitate::layers {

struct Target {
  std::string name;
  std::string file; ///< the CMake file that defines it, absolute
  unsigned line = 0;
};

struct Link {
  std::string from, to;  ///< names of targets; aliases are replaced by what they stand for
  std::string scope;     ///< PUBLIC, PRIVATE, INTERFACE, or empty
  std::string condition; ///< the generator expression that it stands in, or empty
  std::string file;      ///< absolute; the place nearest to the project's own lines that names `to`
  unsigned line = 0;
};

struct LinkGraph {
  std::string source; ///< the project's source directory
  std::vector<Target> targets;
  std::vector<Link> links;
};

/// Reads the link graph of a CMake build directory. Nothing (an empty graph) when the directory was
/// not made by CMake; an environment error when CMake can't be run or fails.
Result<LinkGraph> readLinks(const std::string &buildDirectory);

/// The same from the text of a trace, for tests. Lines that are no calls are passed over.
LinkGraph linksOfTrace(std::string_view trace, std::vector<std::string> &files);

} // namespace levitate::layers
