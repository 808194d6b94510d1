#pragma once

namespace state {

struct Pair {
  int first = 1, second = 2;
};

inline Pair pair;

} // namespace state
