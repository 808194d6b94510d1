#pragma once

#include "lib/fresh.h"

namespace lib {
inline int other() { return old() + 1; }
} // namespace lib
