#pragma once

namespace shapes {
struct Circle {
  int radius;
};
} // namespace shapes

namespace ui {

struct Button {
  bool pressed = false;
};

} // namespace ui
