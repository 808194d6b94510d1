// The symbolic links that a change of the tree would break.
#pragma once

#include "base/result.h"

#include <functional>
#include <set>
#include <string>

namespace levitate::changeset {

/// Adds an error for each symbolic link below `root` that leads to one of `going`, the absolute
/// paths of files that are to be removed. `counts` is asked with each such link's path relative to
/// the root; what git or the tool keep for themselves is not looked at.
void refuseLostLinks(const std::string &root, const std::set<std::string> &going, Error &errors,
                     const std::function<bool(const std::string &)> &counts);

} // namespace levitate::changeset
