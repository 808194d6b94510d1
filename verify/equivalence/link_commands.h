// The commands that a build runs around a link (CMake's PRE_LINK and POST_BUILD), which no reply of
// CMake's File API tells of: read from the file that Ninja builds by.
#pragma once

#include "base/result.h"

#include <map>
#include <string>

namespace levitate::equivalence {

/// By absolute path of each linked file, the commands before and after its link as the shell gets
/// them; those of which there are none are not in it. Empty when `directory` has no `build.ninja`
/// (another generator). An environment error when that can't be read.
Result<std::map<std::string, std::string>> commandsAroundLinks(const std::string &directory);

} // namespace levitate::equivalence
