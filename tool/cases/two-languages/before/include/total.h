#ifndef LIB_TOTAL_H
#define LIB_TOTAL_H

#include "map.h"
#include "properties.h"

namespace lib {

/// The sum of the first two.
int total(const Map<Key, int> &map);

} // namespace lib

#endif
