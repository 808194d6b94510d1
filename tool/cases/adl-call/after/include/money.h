#pragma once

namespace money {

struct Purse {
  int size = 0;
};

} // namespace money
