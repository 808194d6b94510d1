#pragma once

namespace light {

struct Lamp {
  int watts = 40;
};

} // namespace light
