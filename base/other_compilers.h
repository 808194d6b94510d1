// Compile commands that were made for another compiler (GCC), or another release of Clang.
//
// The header alone: whoever includes it links Clang.
#pragma once

#include <clang/Basic/Diagnostic.h>
#include <clang/Driver/DriverDiagnostic.h>

namespace levitate {

/// Does Clang's driver say with it that it does not know an option, or has none like it for the
/// target? Such options say how to warn, optimise or generate code, and Clang leaves them out; code
/// that can't be read without one is an error of its own. A consumer that hides these diagnostics
/// must not count them either, or Clang says that it failed.
inline bool isOptionOfAnotherCompiler(const clang::Diagnostic &diagnostic) {
  switch (diagnostic.getID()) {
  case clang::diag::err_drv_unknown_argument:
  case clang::diag::err_drv_unknown_argument_with_suggestion:
  case clang::diag::err_drv_unsupported_opt:
  case clang::diag::err_drv_unsupported_opt_with_suggestion:
  case clang::diag::err_drv_unsupported_opt_for_target:
    return true;
  default:
    return false;
  }
}

} // namespace levitate
