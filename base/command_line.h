// The command lines of a compile database, as a shell and a compiler driver take them apart.
#pragma once

#include "base/result.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace levitate {

/// What a POSIX shell makes of a command line: words, with quotes and backslashes taken out and
/// nothing expanded. An open quote ends with the text.
std::vector<std::string> splitCommand(std::string_view command);

/// Takes launchers (`ccache` and the like) away that stand before the compiler.
void dropLaunchers(std::vector<std::string> &arguments);

/// Replaces each `@file` by the words of the file, as compilers do; relative names are looked for
/// in `directory`, which is absolute. What can't be read is left alone: compilers take it as a
/// name, and CMake's module maps are there only once something was built. The files that were read
/// are added to `files`. A usage error when they include one another.
Result<void> expandResponseFiles(std::vector<std::string> &arguments, const std::string &directory,
                                 std::set<std::string> &files);

} // namespace levitate
