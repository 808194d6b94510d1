#pragma once

namespace x {
struct T {
  int number;
};
} // namespace x

inline bool operator==(const x::T &a, const x::T &b) { return a.number == b.number; }

struct Z {
  int number = 1;
};
