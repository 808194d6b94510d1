// The step `move`: declarations go to another header, source and namespace; everything that names
// them follows.
#pragma once

#include "tool/plan/build_files.h"
#include "tool/plan/context.h"

namespace levitate::plan {

/// Plans one `move` step on the overlay. Refusals go to the context; the Error is for a rule file
/// that names what does not exist, or a tree that can't be read.
Result<void> planMove(Context &context, BuildFiles &build, const recipe::Step &step,
                      const recipe::Move &move);

/// Plans `rename-namespace` from the global namespace: what the project declares there is declared
/// in the namespace `to`, each in its place.
Result<void> planGlobalIntoNamespace(Context &context, BuildFiles &build, const recipe::Step &step,
                                     const std::string &to);

} // namespace levitate::plan
