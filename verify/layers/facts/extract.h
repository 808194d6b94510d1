// Which declarations one translation unit uses, and where those are declared, as Clang's indexer
// says. Pure: a compile command in, JSON out; nothing is kept from one unit to the next.
//
// Not here: layers, and what a use means (verify/layers/deep.h).
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace levitate::layers {

/// One entry of a compile database.
struct CompileCommand {
  std::string directory, file;
  std::vector<std::string> arguments; ///< the compiler first
};

/// What a unit declares and uses of the files below `root` (a real path):
///
///     { "error": "",           why the unit could not be read to its end; empty: it could
///       "files": ["/p/a.h"],   what the numbers of files below stand for
///       "symbols": [{ "usr", "name", "linked", "at": [[file, line, is definition]] }],
///       "uses": [[symbol, file, line, column]] }
///
/// A symbol is there when the unit uses or defines it and it is declared below the root; `at` has
/// every declaration that the unit sees; `linked` tells that its definition is an object's business
/// (no inline function, no type). Of several uses of one symbol in one file the first is kept. What
/// a macro's body uses is used where the macro is defined. Names that only an instantiation of a
/// template could resolve are not among the uses.
nlohmann::json extractFacts(const CompileCommand &command, const std::string &root);

} // namespace levitate::layers
