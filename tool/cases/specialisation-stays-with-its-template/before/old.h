#pragma once

template <typename T> struct Traits {
  static constexpr int value = 0;
};

struct A {
  int x;
};

template <> struct Traits<A> {
  static constexpr int value = 1;
};

inline int traitsOfA() { return Traits<A>::value + A{1}.x; }
