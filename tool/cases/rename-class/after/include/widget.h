#pragma once

namespace ui {
class Control;
int area(const Control &widget);

class Control {
public:
  Control() : Control(1) {}
  explicit Control(int side);
  Control(const Control &other) = default;
  ~Control();
  Control &operator=(const Control &) = default;
  Control *self() { return this; }
  operator int() const { return side; }
  friend int area(const Control &);

private:
  int side;
};

class Button : public Control {
public:
  using Control::Control;
};
} // namespace ui
