// What later steps of the same recipe make of a name. A second run finds the tree as the last step
// has left it, and an early step must see there that it is done.
#pragma once

#include "tool/recipe/recipe.h"

#include <string>
#include <vector>

namespace levitate::plan {

/// The qualified name as it is behind `step`, and as each later step leaves it: the last is the one
/// it has in the end. Never empty.
std::vector<std::string> laterNames(const recipe::Recipe &recipe, const recipe::Step &step,
                                    const std::string &qualified);

/// The path of a file, in the same way.
std::vector<std::string> laterPaths(const recipe::Recipe &recipe, const recipe::Step &step,
                                    const std::string &file);

/// True when a later step gives something this qualified name.
bool isMadeLater(const recipe::Recipe &recipe, const recipe::Step &step,
                 const std::string &qualified);

} // namespace levitate::plan
