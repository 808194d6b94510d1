#include "a.hpp"
#include <cstdio>
using namespace old;
int main() {
  Widget w;
  Widget::Options o{.depth = 7};
  old::Widget v(o);
  auto member = &Widget::Options::depth;
  auto [d] = o;
  std::printf("%s %s %d %d %d %d %zu\n", w.name().c_str(), v.name().c_str(), Widget::count(), other(Kind::B), o.*member, d, sizeof(Widget::Options));
}
