#pragma once

namespace sys {

struct Clock {
  int now() const { return 0; }
};

struct Cpu {};

} // namespace sys
