// Pairs symbols whose mangling holds names as the source spells them.
//
// In the signature of a template the mangling spells what depends on its parameters as the source
// does: `IsNumber<T>::value` in one place and `lib::IsNumber<T>::value` in another, although it is
// one name. What a move of `IsNumber` makes of it (`traits::IsNumber<T>::value`) follows from the
// rename only up to how it is qualified, so such symbols are not equated by key. A symbol that the
// other side does not have is paired with the only one that is the same but for such names, each of
// which may be spelled so under some rename.
#pragma once

#include "verify/equivalence/names.h"

#include <map>
#include <set>
#include <string>

namespace levitate::equivalence {

/// The partner after of each symbol before whose names alone do not tell it. Symbols with more than
/// one possible partner, on either side, get none.
std::map<std::string, std::string> pairSpelled(const std::set<std::string> &before,
                                               const std::set<std::string> &after,
                                               SymbolNames &renamed, SymbolNames &plain);

} // namespace levitate::equivalence
