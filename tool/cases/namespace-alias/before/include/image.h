#pragma once

namespace vendor {
namespace image {

struct Pixel {
  int red = 1;
};

struct Size {
  int width = 2;
};

} // namespace image
} // namespace vendor
