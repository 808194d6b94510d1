#pragma once

#include "item.h"

namespace shop::stock::list {

inline int twice(const Item &item) { return 2 * stock::total(item); }

} // namespace shop::stock::list

namespace shop { namespace stock { struct Later; } }
