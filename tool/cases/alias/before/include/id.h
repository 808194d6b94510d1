#pragma once

#include "number.h"

namespace id {

struct UserTag;

using UserId = Number<UserTag>;
using Plain = Number<int>;

} // namespace id
