#pragma once

#include "map/map.h"

namespace map {

struct Road {
  const City *from = nullptr;
  City *to = nullptr;
};

} // namespace map
