#include "list.h"

#include <cstdio>

namespace brief = shop::store;
using shop::store::Item;

namespace shop {
int more(const store::Item &item) {
  using namespace store;
  return total(item) + list::twice(item);
}
} // namespace shop

template <class T> struct Wrapped { T value; };
template <> struct Wrapped<shop::store::Item> { int value = 3; };

int main() {
  Item item{4};
  brief::Item other{5};
  std::printf("%d %d %d %d\n", shop::more(item), brief::total(other), ::shop::store::total(item),
              Wrapped<Item>().value);
}
