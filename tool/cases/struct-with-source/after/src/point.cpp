#include "point.h"

namespace geo {

int Point::length() const { return x + y; }

/// Makes it longer.
void Point::scale(int factor) {
  x *= factor;
  y *= factor;
}

} // namespace geo
