#pragma once

namespace geo {
struct Point {
  int across;
  int y = 0;
};
struct Moved {
  explicit Moved(int x) : point{.across = x, .y = 1} {}
  Point point;
};
struct Own : Point {
  Own(int x, int y) : Point{x, y} { this->across += x; }
  int sum(int x) const { return x + Point::across; }
};
} // namespace geo
