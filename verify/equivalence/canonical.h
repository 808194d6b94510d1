// The canonical form of a module: text for each definition that is the same for two compilations
// exactly when they are the same code, whatever else is in their units.
#pragma once

#include "verify/equivalence/names.h"
#include "verify/equivalence/unit.h"

namespace llvm {
class Module;
}

namespace levitate::equivalence {

/// Writes everything that `module` defines into `unit` and the texts into `store`. The module comes
/// straight from Clang, before any pass of the optimiser, with debug information (which is read for
/// places and record layouts, and is never part of a text).
void writeCanonical(const llvm::Module &module, SymbolNames &names, TextStore &store, Unit &unit);

} // namespace levitate::equivalence
