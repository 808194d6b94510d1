#pragma once

#include "id.h"
#include "number.h"

namespace id {

using UserId = Number<UserTag>;

} // namespace id
