// Keeps files that follow their `.clang-format` following it.
#pragma once

#include "tool/plan/context.h"

namespace levitate::plan {

/// Formats every planned C++ file that conformed to the `.clang-format` above it before the plan
/// touched it, and new files when all changed ones did. A file that did not conform is left as it
/// is, so that a diff holds nothing but the migration; so is one of which the check has found that
/// a macro would make another text (Gathered::unformatted).
Result<void> formatPlanned(Context &context);

} // namespace levitate::plan
