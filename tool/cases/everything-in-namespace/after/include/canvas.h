#pragma once

namespace draw {

constexpr int Width = 80;

struct Pen {
  int size = 1;
};

inline int ink(Pen pen) { return pen.size * Width; }

} // namespace draw
