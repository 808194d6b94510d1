#pragma once

namespace ui {

class Widget {
public:
  class Button *asButton();
  class Button *button = nullptr;
};

class Button : public Widget {
public:
  int pressed = 2;
};

inline Button *Widget::asButton() { return button; }

} // namespace ui
