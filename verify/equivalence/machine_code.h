// The machine code of both builds, function by function, as far as they were built.
//
// This is evidence beside the proof, and no part of the verdict: the code was made by whatever
// compiler the builds used, after optimisation, and inlining or the order of functions in a section
// may change it without changing what it means.
#pragma once

#include "base/diagnostic.h"
#include "verify/equivalence/build_tree.h"
#include "verify/equivalence/names.h"

#include <map>
#include <string>
#include <vector>

namespace levitate::equivalence {

struct MachineCode {
  std::size_t objectsBefore = 0, objectsAfter = 0; ///< object files found on disk
  std::size_t identical = 0;           ///< functions with the same bytes and symbolic relocations
  std::vector<std::string> different;  ///< functions of both sides that are not
  std::vector<std::string> onlyBefore; ///< functions that the optimiser left on one side only
  std::vector<std::string> onlyAfter;
};

/// Reads the object files that the compile databases name (ELF; others are skipped) and compares
/// functions by name under the renames: bytes, and for each relocation its kind and what it means:
/// a symbol, or the string or constant it points to. `namesBefore` maps names by the renames,
/// `namesAfter` by none.
MachineCode compareMachineCode(const BuildTree &before, const BuildTree &after,
                               SymbolNames &namesBefore, SymbolNames &namesAfter);

} // namespace levitate::equivalence
