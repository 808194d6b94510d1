// The step `re-export`: a header passes on another one, or single symbols.
#pragma once

#include "tool/plan/context.h"

namespace levitate::plan {

/// An include of the header `of`; or for each symbol the include of its header and a
/// using-declaration in the namespace of `header` (or the one that the step names). A symbol of
/// that namespace needs the include only, and so does a macro. Refused: a symbol that no header
/// declares, a member, a name that the namespace has already, headers that would include each
/// other.
Result<void> planReExport(Context &context, const recipe::Step &step,
                          const recipe::ReExport &reExport);

} // namespace levitate::plan
