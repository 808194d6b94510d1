#include "widget.h"

namespace ui {
Control::Control(int side) : side(side) {}
Control::~Control() {}
int area(const Control &widget) { return widget.side * widget.side; }
} // namespace ui
