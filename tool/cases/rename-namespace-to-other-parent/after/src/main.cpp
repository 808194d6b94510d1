#include "math.h"

#include <cstdio>

namespace app::core {
Number both(const numeric::Pair &pair) { return numeric::mean(pair) + numeric::larger(pair); }
} // namespace app::core

namespace app {
int run() {
  numeric::Pair pair{3, 9};
  return core::both(pair);
}
} // namespace app

int main() {
  using namespace numeric;
  Pair pair{1, 7};
  std::printf("%d %d\n", app::run(), mean(pair));
}
