#pragma once

#include "col/color.h"

namespace col {

struct Paint {
  using enum names::Color;
  names::Color color = Green;
};

} // namespace col
