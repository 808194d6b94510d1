#pragma once

namespace oldtext {
inline int width(char) { return 1; }
struct Line {
  int length;
};
} // namespace oldtext
