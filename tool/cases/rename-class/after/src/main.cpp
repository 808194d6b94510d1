#include "widget.h"

#include <cstdio>
#include <new>

struct Holder {
  operator ui::Control() const { return ui::Control(4); }
};

int main() {
  ui::Button button(3);
  ui::Control copy = Holder();
  alignas(ui::Control) unsigned char memory[sizeof(ui::Control)];
  ui::Control *placed = new (memory) ui::Control(2);
  const int width = area(*placed);
  placed->~Control();
  using ui::Control;
  Control *pointer = static_cast<class Control *>(&button)->self();
  std::printf("%d %d %d %d\n", area(button), area(copy), width, static_cast<int>(*pointer));
}
