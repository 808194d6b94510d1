// The linked files of both builds, as far as they were built.
//
// What the linker decided (exported symbols, sections and segments, which symbol lies in which
// section, the entry, the libraries that are needed) belongs to the proof. The machine code is
// evidence beside it, as in machine_code.h: the optimiser may do the same in another way.
#pragma once

#include "verify/equivalence/build_tree.h"
#include "verify/equivalence/match.h"
#include "verify/equivalence/names.h"

#include <optional>
#include <string>
#include <vector>

namespace levitate::equivalence {

/// A function whose machine code is not the same: the first instruction that differs.
struct CodeDifference {
  std::string name;
  std::string before, after; ///< empty: the code has ended
};

/// One program's linked files.
struct LinkedCode {
  std::string program;
  std::string remark;        ///< why they were not compared; else empty
  std::size_t exports = 0;   ///< dynamic symbols after
  std::size_t placed = 0;    ///< symbols that lie in the same section before and after
  std::size_t identical = 0; ///< functions with the same instructions, addresses read as symbols
  std::vector<CodeDifference> different;
  std::vector<std::string> onlyBefore, onlyAfter; ///< functions that are on one side only
};

struct LinkedResult {
  std::vector<LinkedCode> programs; ///< those of which a linked file is known
  std::vector<Difference> differences;
};

/// A linked file and when its newest source was changed (seconds since 1970): one that is older is
/// not of this tree and is not compared.
struct LinkedFile {
  std::string path;
  double newestInput = 0;
};

/// When a file was last changed, in seconds since 1970; nothing when it can't be read.
std::optional<double> changedAt(const std::string &path);

/// Compares the linked files of a program. `before` maps names by the renames, `after` by none.
void compareLinked(const std::string &program, const LinkedFile &before, const LinkedFile &after,
                   SymbolNames &namesBefore, SymbolNames &namesAfter, LinkedResult &result);

} // namespace levitate::equivalence
