#include "geo.h"

namespace geo {

int Point::length() const { return x + y; }

int area(int width, int height) { return width * height; }

/// Makes it longer.
void Point::scale(int factor) {
  x *= factor;
  y *= factor;
}

} // namespace geo
