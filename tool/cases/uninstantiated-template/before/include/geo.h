#pragma once

namespace geo {

struct Point {
  int x = 3;
};

inline int length(const Point &point) { return point.x; }

} // namespace geo
