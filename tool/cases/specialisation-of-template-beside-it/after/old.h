#pragma once

namespace base {

template <typename T> inline constexpr bool enabled = false;

template <typename T, typename U> struct Pair {
  static constexpr int value = 0;
};

template <typename T> int rank() { return 0; }

} // namespace base

namespace base {

// About numbers only.
template <> inline int rank<int>() { return 1; }

} // namespace base
