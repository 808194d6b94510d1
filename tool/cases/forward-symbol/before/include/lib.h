#pragma once

#define LIB_VERSION 3

namespace lib {

struct Buffer {
  int size = 1;
};

inline int limit = 9;

enum Mode { Slow, Fast };

inline int sum(int a, int b) { return a + b; }

template <class T> struct Box {
  T value;
};

} // namespace lib
