// The renames of several steps as renames of the whole migration.
#pragma once

#include "tool/plan/plan.h"

#include <string>
#include <vector>

namespace levitate::plan {

/// From names of the tree before the first step to names behind the last one. `renames` is in the
/// order of the steps, each step's in terms of the tree that the one before leaves. What ends under
/// its own name is left out.
std::vector<Renaming> composed(const std::vector<Renaming> &renames);

} // namespace levitate::plan
