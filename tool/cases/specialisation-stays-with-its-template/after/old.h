#pragma once

#include "a.h"

template <typename T> struct Traits {
  static constexpr int value = 0;
};

template <> struct Traits<A> {
  static constexpr int value = 1;
};

inline int traitsOfA() { return Traits<A>::value + A{1}.x; }
