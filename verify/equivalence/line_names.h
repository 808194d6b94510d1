// Names that a macro makes with the number of its line: `static Registration
// registration__##__LINE__`.
//
// They change when anything above them comes or goes. A number in a name is taken for a line only
// where that is certain: it is the line of a use of __LINE__ that was recorded at the declaration.
#pragma once

#include "verify/equivalence/unit.h"

#include <string>

namespace levitate::equivalence {

/// The name of a unit's own entity, by which it is counted and found again: without the numbers of
/// the unit (`withoutUnitNumbers`) and with `<line>` in place of the line that it was made with.
std::string nameOfOwn(const Entity &entity, const Unit &unit);

} // namespace levitate::equivalence
