#pragma once

namespace shop {

struct Order;

struct Item {
  int price = 3;
  const Order *order = nullptr;
};

struct Order {
  Item items[2];
};

int total(const Order &order);

} // namespace shop
