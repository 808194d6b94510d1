#pragma once

namespace lib {

struct Value {
  int held = 0;
};

} // namespace lib
