#include "pixel.h"
#include "vendor.h"

#include <cstdio>

namespace v = vendor;

int main() {
  v::gfx::Pixel pixel;
  v::Size size;
  std::printf("%d\n", pixel.red + size.width);
}
