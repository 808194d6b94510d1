#pragma once

namespace ui {

class Widget {
public:
  int width = 7;
};

class Button : public Widget {
public:
  int pressed = 2;
};

int press(const Button &button);

} // namespace ui
