#pragma once

namespace geo {
struct Point {
  int x;
  int y = 0;
};
struct Moved {
  explicit Moved(int x) : point{.x = x, .y = 1} {}
  Point point;
};
struct Own : Point {
  Own(int x, int y) : Point{x, y} { this->x += x; }
  int sum(int x) const { return x + Point::x; }
};
} // namespace geo
