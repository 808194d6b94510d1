#pragma once

namespace ui {

// The mother of all.
struct Widget {
  int width = 0;
};

} // namespace ui
