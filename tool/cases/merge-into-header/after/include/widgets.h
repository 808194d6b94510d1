#pragma once

namespace ui {

// The mother of all.
struct Widget {
  int width = 0;
};

// Can be pressed.
struct Button : Widget {
  bool pressed = false;
};

} // namespace ui
