#pragma once

namespace round {

struct Circle {
  int radius = 2;
};
inline int draw(const Circle &circle) { return 10 * circle.radius; }

} // namespace round
