// Symbols: which file uses declarations of which other, as Clang says of every unit. Clang itself
// runs in a program of its own (facts/main.cpp), and only for units that changed since the last
// time: what it says is kept in the build directory, by the contents of everything the unit reads.
//
// Not here: whether a use may be (judge.h), and whether it goes with includes and links
// (reconcile.h).
#pragma once

#include "base/result.h"
#include "verify/layers/graph.h"

#include <string>
#include <vector>

namespace levitate::layers {

/// What one file of the tree uses of another.
struct SymbolUse {
  FileId from = -1, to = -1;
  std::uint32_t line = 0, column = 0; ///< of the first use
  std::vector<std::string> symbols;   ///< sorted
  /// Not empty: where `from` (or a file it includes) declares the symbol itself, instead of taking
  /// the declaration that goes with the definition. Then `to` is where that is.
  std::string redeclared;
  std::uint64_t databases = 0; ///< bit n: a unit of build directory n has this
};

/// A symbol that one unit uses and that another must bring along when the program is linked.
struct LinkedUse {
  std::size_t user = 0;    ///< index into IncludeGraph::units
  std::size_t definer = 0; ///< the same
  FileId file = -1;
  std::uint32_t line = 0, column = 0;
  std::string symbol;
};

struct DeepFacts {
  std::vector<SymbolUse> uses;   ///< sorted by the names of the files, and the place
  std::vector<LinkedUse> linked; ///< one for each pair of units
  std::vector<bool> seen; ///< by file: a unit that Clang could read to its end goes through it
  std::vector<std::string> incomplete; ///< units that Clang could not read to their end, and why
  std::size_t cached = 0;              ///< units whose facts were still good
};

/// Gathers the facts of all units of `graph`, whose closures must have been asked for
/// (GraphRequest::closures). An environment error when levitate-dependency-facts is not beside this
/// program or in PATH, or does not do its work.
Result<DeepFacts> gatherSymbols(const IncludeGraph &graph,
                                const std::vector<std::string> &buildDirectories,
                                const std::string &root, unsigned threads);

} // namespace levitate::layers
