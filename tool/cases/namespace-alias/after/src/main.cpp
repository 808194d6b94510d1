#include "image.h"
#include "pixel.h"

#include <cstdio>

namespace vi = vendor::image;

static int sum(gfx::Pixel pixel, vi::Size size) { return pixel.red + size.width; }

int main() {
  namespace img = vendor::image;
  gfx::Pixel pixel;
  img::Size size;
  std::printf("%d\n", sum(pixel, size));
}
