#pragma once

namespace lib {
struct Timer {
  int ticks = 7;
};
} // namespace lib
