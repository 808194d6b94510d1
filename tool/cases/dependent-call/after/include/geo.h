#pragma once

namespace geo {

struct Square {
  int side = 3;
};
inline int area(const Square &square) { return square.side * square.side; }

} // namespace geo
