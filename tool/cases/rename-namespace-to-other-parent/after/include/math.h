#pragma once

#include "base.h"

namespace numeric {

struct Pair {
  app::Number first, second;
};

inline app::Number mean(const Pair &pair) { return app::core::half(pair.first + pair.second); }
inline app::Number larger(const Pair &pair) {
  return pair.first < pair.second ? pair.second : numeric::Pair(pair).first;
}

} // namespace numeric
