#include "widget.h"

namespace ui {
Widget::Widget(int side) : side(side) {}
Widget::~Widget() {}
int area(const Widget &widget) { return widget.side * widget.side; }
} // namespace ui
