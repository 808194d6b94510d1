#pragma once

namespace vendor {

struct Pixel {
  int red = 1;
};

struct Size {
  int width = 2;
};

} // namespace vendor
