#include "level.h"

#include <cstdio>

int main() {
  using enum Level;
  constexpr Level lowest = Quiet;
  static_assert(lowest == Level::Quiet);
#ifdef QUIET
  std::printf("%d\n", number(Level::Quiet));
#else
  std::printf("%d %d\n", number(lowest), number(High));
#endif
}
