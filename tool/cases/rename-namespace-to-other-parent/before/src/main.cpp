#include "math.h"

#include <cstdio>

namespace app::core {
Number both(const math::Pair &pair) { return math::mean(pair) + core::math::larger(pair); }
} // namespace app::core

namespace app {
int run() {
  core::math::Pair pair{3, 9};
  return core::both(pair);
}
} // namespace app

int main() {
  using namespace app::core::math;
  Pair pair{1, 7};
  std::printf("%d %d\n", app::run(), mean(pair));
}
