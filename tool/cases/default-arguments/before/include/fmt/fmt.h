#pragma once

namespace fmt {

struct Plain {
  static constexpr int width = 3;
};
constexpr int Base = 10;

inline int pad(int value) { return value + 100; }

template <class Format = Plain, int N = Base> struct Sink {
  int width = Format::width + N;
};

inline int print(int value = pad(Base), Sink<> sink = {}) { return value + sink.width; }

} // namespace fmt
