#pragma once

#include "hash.h"

namespace geo {

struct Map {
  int size = 0;
};

} // namespace geo

namespace lib {

template <> struct Hash<geo::Map> {
  int operator()(const geo::Map &map) const { return map.size; }
};

} // namespace lib
