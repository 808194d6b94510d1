#include "shop/shop.h"

#include <cstdio>

int main() {
  shop::Order order;
  order.items[0].order = &order;
  std::printf("%d\n", shop::total(*order.items[0].order));
}
