#pragma once

namespace money {

struct Euro {
  int cents;
};

inline int print(Euro euro) { return euro.cents; }

struct Purse {
  int size = 0;
};

} // namespace money
