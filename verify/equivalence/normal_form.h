// Brings a module to the form that it has whatever Clang happened to know of other functions.
//
// Whether a call has a landing pad depends on whether Clang has seen that the callee can't throw,
// and with it which blocks, temporaries and inline functions are there and in which order. Every
// step is one that leaves the program the same; both sides go through it.
#pragma once

#include "verify/equivalence/throwing.h"

#include <map>
#include <string>
#include <vector>

namespace levitate::equivalence {

/// By symbol of each function, the symbols of its callees that lost their landing pads.
using LostPads = std::map<std::string, std::vector<std::string>>;

struct NormalForm {
  LostPads lostPads;
  /// Symbols of the definitions that are gone because nothing uses them: no part of any program.
  std::vector<std::string> unused;
};

/// Changes `module`, which is the unit of that index in `nonThrowing`:
/// - functions that can't throw are `nounwind`, and their calls have no landing pads;
/// - blocks that nothing reaches are gone, as are blocks that only follow one other, variables of
///   the compiler's own that nothing reads, and definitions for this unit's own use that nothing
///   uses;
/// - blocks, variables of the compiler's own and operands of phis stand in the order of use.
NormalForm normalise(llvm::Module &module, const NonThrowing &nonThrowing, std::size_t unit);

} // namespace levitate::equivalence
