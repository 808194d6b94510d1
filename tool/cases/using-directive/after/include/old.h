#pragma once

namespace old {

struct Plug {
  int pins = 3;
};

} // namespace old
