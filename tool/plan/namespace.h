// The step `rename-namespace`: all of a namespace under another qualified name.
#pragma once

#include "tool/plan/context.h"

namespace levitate::plan {

/// Renames a namespace in every file that opens or names it; it merges into `to` where that exists.
/// Names that are looked up from inside it are qualified where they would no longer be found.
/// Refused: a namespace that a macro opens, one that is also opened outside of the tree, a name
/// that the destination has already, a place that only an instantiation resolves.
Result<void> planRenameNamespace(Context &context, const recipe::Step &step,
                                 const recipe::RenameNamespace &rename);

} // namespace levitate::plan
