#pragma once

#include "widgets.h"

namespace ui {

// Can be pressed.
struct Button : Widget {
  bool pressed = false;
};

struct Window {
  Button close;
};

} // namespace ui
