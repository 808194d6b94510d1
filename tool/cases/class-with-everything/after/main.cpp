#include "a.hpp"
#include "ui/kind.hpp"
#include "ui/widget.hpp"
#include <cstdio>
using namespace old;
int main() {
  ui::gfx::Widget w;
  ui::gfx::Widget::Options o{.level = 7};
  ui::gfx::Widget v(o);
  auto member = &ui::gfx::Widget::Options::level;
  auto [d] = o;
  std::printf("%s %s %d %d %d %d %zu\n", w.name().c_str(), v.name().c_str(), ui::gfx::Widget::count(), other(ui::Kind::B), o.*member, d, sizeof(ui::gfx::Widget::Options));
}
