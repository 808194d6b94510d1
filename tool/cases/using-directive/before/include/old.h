#pragma once

namespace old {

struct Lamp {
  int watts = 40;
};

struct Plug {
  int pins = 3;
};

} // namespace old
