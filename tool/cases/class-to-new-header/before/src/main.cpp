#include "shop.h"

#include <cstdio>

int main() {
  shop::Basket basket;
  basket.add(3);
  shop::Till till;
  till.taken = basket.total();
  std::printf("%d\n", till.taken);
}
