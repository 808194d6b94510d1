#pragma once

namespace part {
struct One {};
struct Two {
  int value = 2;
};
} // namespace part

inline int whole() { return 1; }
