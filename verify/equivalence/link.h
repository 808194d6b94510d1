// What of its libraries the linker takes into a program. A model of the linker by the symbols that
// the units define and need; the binaries themselves are read in binary.h.
#pragma once

#include "verify/equivalence/build_tree.h"
#include "verify/equivalence/unit.h"

#include <vector>

namespace levitate::equivalence {

/// For each unit of the program, in link order, whether it is linked in: all that are given as
/// objects, and of an archive those that define a symbol which is needed and not defined yet, until
/// nothing more is needed. The order of the archives decides which of two that define a symbol is
/// taken (as LLD does it; GNU ld does not go back to an earlier archive). Weak references need
/// nothing. Assembly counts by the words of its text. `units` are those of
/// `program.compilations()`.
std::vector<bool> linkedUnits(const ProgramUnits &program, const std::vector<const Unit *> &units);

} // namespace levitate::equivalence
