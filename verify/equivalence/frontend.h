// Compiles one translation unit in this process, up to the optimiser and no further.
#pragma once

#include "base/result.h"
#include "verify/equivalence/build_tree.h"
#include "verify/equivalence/names.h"
#include "verify/equivalence/throwing.h"
#include "verify/equivalence/unit.h"

namespace levitate::equivalence {

/// A unit of which Clang has made code. Its definitions are written once it is known which
/// functions of the whole tree can't throw.
struct CompiledUnit {
  Unit unit;
  ThrowingUnit throwing;
  PackedText
      bitcode; ///< empty: it does not depend on that or on other units' names, and is written
};

/// Runs Clang by the compilation's own command (same target, optimisation level, macros, warnings
/// off) and takes the module as code generation leaves it. Thread-safe as long as `names` is not
/// shared. An environment error with Clang's own diagnostics when it does not compile. Macros
/// `__FILE__`, `__LINE__` and the like and `std::source_location` are recorded.
Result<CompiledUnit> compileUnit(const Compilation &compilation, SymbolNames &names,
                                 TextStore &store);

/// Writes the unit's definitions in canonical form (`normal_form.h`, `canonical.h`), unless that is
/// done, and drops its bitcode. `index` is that of the unit in `nonThrowing`.
Result<void> finishUnit(CompiledUnit &compiled, const NonThrowing &nonThrowing, std::size_t index,
                        SymbolNames &names, TextStore &store);

/// The version of the compiler that is built in.
std::string compilerVersion();

} // namespace levitate::equivalence
