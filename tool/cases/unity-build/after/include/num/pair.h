#pragma once

namespace num::types {

struct Pair {
  int first = 1, second = 2;
};

} // namespace num::types
