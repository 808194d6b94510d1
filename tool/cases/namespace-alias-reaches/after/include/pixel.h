#pragma once

namespace vendor::gfx {

struct Pixel {
  int red = 1;
};

} // namespace vendor::gfx
