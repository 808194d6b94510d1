#pragma once

namespace far {

struct Star {
  int brightness = 6;
};

struct Moon {};

} // namespace far
