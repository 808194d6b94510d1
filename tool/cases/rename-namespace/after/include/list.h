#pragma once

#include "item.h"

namespace shop::store::list {

inline int twice(const Item &item) { return 2 * store::total(item); }

} // namespace shop::store::list

namespace shop { namespace store { struct Later; } }
