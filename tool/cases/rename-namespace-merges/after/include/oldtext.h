#pragma once

namespace text {
inline int width(char) { return 1; }
struct Line {
  int length;
};
} // namespace text
