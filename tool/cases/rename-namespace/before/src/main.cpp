#include "list.h"

#include <cstdio>

namespace brief = shop::stock;
using shop::stock::Item;

namespace shop {
int more(const stock::Item &item) {
  using namespace stock;
  return total(item) + list::twice(item);
}
} // namespace shop

template <class T> struct Wrapped { T value; };
template <> struct Wrapped<shop::stock::Item> { int value = 3; };

int main() {
  Item item{4};
  brief::Item other{5};
  std::printf("%d %d %d %d\n", shop::more(item), brief::total(other), ::shop::stock::total(item),
              Wrapped<Item>().value);
}
