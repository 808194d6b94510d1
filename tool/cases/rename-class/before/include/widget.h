#pragma once

namespace ui {
class Widget;
int area(const Widget &widget);

class Widget {
public:
  Widget() : Widget(1) {}
  explicit Widget(int side);
  Widget(const Widget &other) = default;
  ~Widget();
  Widget &operator=(const Widget &) = default;
  Widget *self() { return this; }
  operator int() const { return side; }
  friend int area(const Widget &);

private:
  int side;
};

class Button : public Widget {
public:
  using Widget::Widget;
};
} // namespace ui
