// Finds a qualified name in the text of C++ files, compiled or not: comments and literals are
// skipped, blocks of namespaces are followed. It is the second witness of the criterion
// `no-reference`, beside the compiler, which sees only what some configuration compiles.
//
// It resolves nothing: an alias of a namespace, say, hides what is behind it.
#pragma once

#include "base/diagnostic.h"

#include <string>
#include <string_view>
#include <vector>

namespace levitate::pipeline {

/// The places in `text` where `qualified` (`a::b::c`) is spelled or opened as a namespace: its last
/// component behind as much of the rest as is written there, at least one component of it, unless
/// the name has only one. What stands in a block of namespace `a` counts as written behind `a::`.
std::vector<Location> mentions(std::string_view text, const std::string &file,
                               const std::string &qualified);

} // namespace levitate::pipeline
