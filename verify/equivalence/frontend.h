// Compiles one translation unit in this process, up to the optimiser and no further.
#pragma once

#include "base/result.h"
#include "verify/equivalence/build_tree.h"
#include "verify/equivalence/names.h"
#include "verify/equivalence/unit.h"

namespace levitate::equivalence {

/// Runs Clang by the compilation's own command (same target, optimisation level, macros, warnings
/// off), takes the module as code generation leaves it, and returns its canonical form. Thread-safe
/// as long as `names` is not shared. An environment error with Clang's own diagnostics when it does
/// not compile. Macros `__FILE__`, `__LINE__` and the like and `std::source_location` are recorded.
Result<Unit> compileUnit(const Compilation &compilation, SymbolNames &names, TextStore &store);

/// The version of the compiler that is built in.
std::string compilerVersion();

} // namespace levitate::equivalence
