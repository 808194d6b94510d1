#pragma once

#include "base.h"

namespace app::core::math {

struct Pair {
  Number first, second;
};

inline Number mean(const Pair &pair) { return half(pair.first + pair.second); }
inline Number larger(const Pair &pair) {
  return pair.first < pair.second ? pair.second : math::Pair(pair).first;
}

} // namespace app::core::math
