#include "widget.h"

#include <cstdio>
#include <new>

struct Holder {
  operator ui::Widget() const { return ui::Widget(4); }
};

int main() {
  ui::Button button(3);
  ui::Widget copy = Holder();
  alignas(ui::Widget) unsigned char memory[sizeof(ui::Widget)];
  ui::Widget *placed = new (memory) ui::Widget(2);
  const int width = area(*placed);
  placed->~Widget();
  using ui::Widget;
  Widget *pointer = static_cast<class Widget *>(&button)->self();
  std::printf("%d %d %d %d\n", area(button), area(copy), width, static_cast<int>(*pointer));
}
