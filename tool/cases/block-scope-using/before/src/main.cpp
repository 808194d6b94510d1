#include "far.h"

#include <cstdio>

namespace f = far;
using Local = f::Star;

int main() {
  using far::Star;
  Star one;
  f::Star two;
  Local three;
  far::Moon moon;
  (void)moon;
  std::printf("%d\n", one.brightness + two.brightness + three.brightness);
}
