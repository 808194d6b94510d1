// The layout of classes, structs, unions and enumerations, from debug information.
#pragma once

#include "verify/equivalence/names.h"
#include "verify/equivalence/unit.h"

namespace llvm {
class Module;
}

namespace levitate::equivalence {

/// Adds every complete record that has a name across units (an ODR identifier) to `unit.records`.
/// Names of members are not part of a layout; their places, sizes and kinds are.
void collectRecords(const llvm::Module &module, SymbolNames &names, Unit &unit);

} // namespace levitate::equivalence
