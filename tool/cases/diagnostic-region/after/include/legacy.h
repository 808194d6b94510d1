#pragma once

#include "compat.h"

namespace compat {

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
inline int legacy() { return old() + 1; }
#pragma GCC diagnostic pop

} // namespace compat
