// The overlay check: the planned tree must mean what the tree means now (design, section 3).
#pragma once

#include "tool/plan/context.h"

namespace levitate::plan {

/// Parses every unit that the plan touches, before and after, in every configuration, and compares
/// what each declaration refers to, with the renames of the plan applied; and the diagnostics, and
/// the layout of records. Differences become refusals. `before` are the units as they were.
Result<void> checkOverlay(Context &context, const std::vector<workspace::Unit> &before);

} // namespace levitate::plan
