#pragma once

namespace ui {

class Button;

class Widget {
public:
  int width = 7;
};

int press(const Button &button);

} // namespace ui
