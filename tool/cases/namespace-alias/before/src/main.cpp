#include "image.h"

#include <cstdio>

namespace vi = vendor::image;

static int sum(vi::Pixel pixel, vi::Size size) { return pixel.red + size.width; }

int main() {
  namespace img = vendor::image;
  img::Pixel pixel;
  img::Size size;
  std::printf("%d\n", sum(pixel, size));
}
