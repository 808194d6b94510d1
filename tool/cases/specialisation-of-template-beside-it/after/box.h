#pragma once

#include "old.h"

namespace boxes {

template <typename T> struct Box {
  T content;
};

} // namespace boxes

namespace base {

/// Boxes are enabled.
template <typename T> inline constexpr bool enabled<boxes::Box<T>> = true;

template <typename T, typename U> struct Pair<boxes::Box<T>, U> {
  static constexpr int value = 2;
};

template <> inline int rank<boxes::Box<int>>() { return 7; }

} // namespace base
