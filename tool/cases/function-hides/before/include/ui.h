#pragma once

namespace ui {

struct Box {
  int width = 2;
};

inline int scale(int value) { return 10 * value; }

inline int measure(const Box &box) { return scale(box.width); }

} // namespace ui

namespace layout {

inline int scale(int value) { return 1000 * value; }

} // namespace layout
