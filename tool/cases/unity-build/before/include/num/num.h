#pragma once

namespace num {

struct Pair {
  int first = 1, second = 2;
};

int sum(const Pair &pair);

} // namespace num
