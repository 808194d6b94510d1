#pragma once

namespace gfx {

struct Pixel {
  int red = 1;
};

} // namespace gfx
