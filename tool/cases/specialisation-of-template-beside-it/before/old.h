#pragma once

namespace base {

template <typename T> inline constexpr bool enabled = false;

template <typename T, typename U> struct Pair {
  static constexpr int value = 0;
};

template <typename T> int rank() { return 0; }

} // namespace base

namespace app {

template <typename T> struct Box {
  T content;
};

} // namespace app

namespace base {

/// Boxes are enabled.
template <typename T> inline constexpr bool enabled<app::Box<T>> = true;

template <typename T, typename U> struct Pair<app::Box<T>, U> {
  static constexpr int value = 2;
};

template <> inline int rank<app::Box<int>>() { return 7; }

// About numbers only.
template <> inline int rank<int>() { return 1; }

} // namespace base
