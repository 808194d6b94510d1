#pragma once

#include "fmt/fmt.h"

namespace out {

template <class Format = fmt::Plain, int N = fmt::Base> struct Sink {
  int width = Format::width + N;
};

inline int print(int value = fmt::pad(fmt::Base), Sink<> sink = {}) { return value + sink.width; }

} // namespace out
