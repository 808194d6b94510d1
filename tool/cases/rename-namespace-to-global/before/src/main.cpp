#include "one.h"

#include <cstdio>

using namespace project;

namespace other {
int value() { return 10; }
int twice(const project::One &one) { return 2 * project::inner::plus(one); }
} // namespace other

int main() {
  project::One one{other::value()};
  std::printf("%d %d\n", inner::plus(one), other::twice(one));
}
