#pragma once

namespace flat {

struct Point {
  int x = 3;
};

inline int length(const Point &point) { return point.x; }

} // namespace flat
