#include "cfg.h"

#include <cstdio>

int main() {
  short list[] = {4, 5};
  static_assert(cfg::Tiny<char>);
  std::printf("%d %d %d %d\n", cfg::maximum, cfg::width<bool> + cfg::width<short>, *cfg::first<short>(list),
              cfg::State::active);
}
