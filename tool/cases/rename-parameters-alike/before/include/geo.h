#pragma once

namespace geo {

struct Size {
  int x = 1;
};

struct Point {
  int x = 0;
  Point(int x, Size size) : x(x + size.x) {}
  Point &shift(int x) {
    this->x += x;
    return *this;
  }
};

} // namespace geo
