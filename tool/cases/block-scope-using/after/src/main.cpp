#include "far.h"
#include "star.h"

#include <cstdio>

namespace f = far;
using Local = sky::Star;

int main() {
  using sky::Star;
  Star one;
  sky::Star two;
  Local three;
  far::Moon moon;
  (void)moon;
  std::printf("%d\n", one.brightness + two.brightness + three.brightness);
}
