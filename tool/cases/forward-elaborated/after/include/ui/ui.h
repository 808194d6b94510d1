#pragma once

namespace ui {

class Button;

class Widget {
public:
  class Button *asButton();
  class Button *button = nullptr;
};

inline Button *Widget::asButton() { return button; }

} // namespace ui
