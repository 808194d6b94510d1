#include "vendor.h"

#include <cstdio>

namespace v = vendor;

int main() {
  v::Pixel pixel;
  v::Size size;
  std::printf("%d\n", pixel.red + size.width);
}
