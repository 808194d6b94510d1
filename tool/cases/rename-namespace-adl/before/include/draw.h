#pragma once

#include "shape.h"

namespace draw {
inline int area(const shape::Square &) { return 2; }
} // namespace draw
