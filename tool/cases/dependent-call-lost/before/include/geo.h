#pragma once

namespace geo {

struct Circle {
  int radius = 2;
};
inline int draw(const Circle &circle) { return 10 * circle.radius; }

} // namespace geo
