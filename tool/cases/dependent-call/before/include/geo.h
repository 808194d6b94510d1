#pragma once

namespace geo {

struct Circle {
  int radius = 2;
};
inline int draw(const Circle &circle) { return 10 * circle.radius; }

struct Square {
  int side = 3;
};
inline int area(const Square &square) { return square.side * square.side; }

} // namespace geo
