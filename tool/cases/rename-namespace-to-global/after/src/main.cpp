#include "one.h"

#include <cstdio>

namespace other {
int value() { return 10; }
int twice(const One &one) { return 2 * inner::plus(one); }
} // namespace other

int main() {
  One one{other::value()};
  std::printf("%d %d\n", inner::plus(one), other::twice(one));
}
