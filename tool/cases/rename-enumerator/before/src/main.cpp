#include "level.h"

#include <cstdio>

int main() {
  using enum Level;
  constexpr Level lowest = Low;
  static_assert(lowest == Level::Low);
#ifdef QUIET
  std::printf("%d\n", number(Level::Low));
#else
  std::printf("%d %d\n", number(lowest), number(High));
#endif
}
