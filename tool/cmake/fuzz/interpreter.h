// A small part of CMake for the fuzz target: it runs a CMakeLists.txt far enough to write the trace
// that CMake would write. Not for anything else: whatever it does not know, it does not run.
#pragma once

#include "tool/cmake/syntax.h"
#include "tool/cmake/trace.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace levitate::cmake {

/// The commands that run and their arguments with variables expanded. Nothing for a file that CMake
/// itself would not take, or that has more in it than this knows: while, subdirectories, escapes.
/// `path` is the file's, absolute; `files` are those that a file(GLOB) can find, absolute.
std::optional<std::vector<Event>> interpret(const File &file, const std::string &path,
                                            const std::set<std::string> &files);

} // namespace levitate::cmake
