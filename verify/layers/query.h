// Questions about a tree and its policy that are no check: why does one thing depend on another,
// what may a file use, and would each rule fire at all.
#pragma once

#include "base/result.h"
#include "verify/layers/check.h"

#include <string>

namespace levitate::layers {

/// The shortest chain of includes from a file, folder pattern or layer to another, as text; says so
/// when there is none. `found` tells which. A name that means nothing is a usage error.
Result<std::string> why(const Request &request, const std::string &from, const std::string &to,
                        bool &found);

/// The layer of a file, the pattern that put it there, and what that layer may use.
Result<std::string> explain(const Request &request, const std::string &file);

/// Gives every rule of the policy a made-up edge that breaks it, and every permission one that it
/// allows, and says what came of it; `holds` becomes false when one does not fire or a permission
/// does not permit. No tree is read but for the names of its files.
Result<std::string> prove(const Request &request, bool &holds);

} // namespace levitate::layers
