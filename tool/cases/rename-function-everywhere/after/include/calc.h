#pragma once

namespace calc {
struct Pair {
  int a, b;
};
inline int total(const Pair &pair) { return pair.a + pair.b; }
inline int total(int a, int b) { return a + b; }
template <int (*function)(int, int)> int apply(int a, int b) { return function(a, b); }
} // namespace calc

#define SUM_OF(pair) calc::total(pair)
