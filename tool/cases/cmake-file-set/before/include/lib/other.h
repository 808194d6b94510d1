#pragma once

#include "lib/old.h"

namespace lib {
inline int other() { return old() + 1; }
} // namespace lib
