#include "cfg.h"

#include <cstdio>

int main() {
  short list[] = {4, 5};
  static_assert(cfg::Small<char>);
  std::printf("%d %d %d %d\n", cfg::limit, cfg::bits<bool> + cfg::bits<short>, *cfg::first<short>(list),
              cfg::State::current);
}
