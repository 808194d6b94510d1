#pragma once

namespace geo {

struct Size {
  int x = 1;
};

struct Point {
  int east = 0;
  Point(int x, Size size) : east(x + size.x) {}
  Point &shift(int x) {
    this->east += x;
    return *this;
  }
};

} // namespace geo
