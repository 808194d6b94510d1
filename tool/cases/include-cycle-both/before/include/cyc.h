#pragma once

namespace cyc {

struct Inner {
  int value = 1;
};

struct Middle {
  Inner inner;
};

struct Outer {
  Middle middle;
};

} // namespace cyc
