#pragma once

#include "number.h"

namespace id {

struct UserTag;

using Plain = Number<int>;

} // namespace id
