#pragma once

namespace math::range {

template <class T>
  requires(sizeof(T) <= 8)
constexpr T clamp(T value, T low, T high) {
  return value < low ? low : high < value ? high : value;
}

static_assert(clamp(5, 1, 3) == 3);

} // namespace math::range
