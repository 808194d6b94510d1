#pragma once

namespace sky {

struct Star {
  int brightness = 6;
};

} // namespace sky
