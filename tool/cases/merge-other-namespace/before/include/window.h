#pragma once

namespace ui {
struct Button {
  bool pressed = false;
};
struct Window {};
} // namespace ui
