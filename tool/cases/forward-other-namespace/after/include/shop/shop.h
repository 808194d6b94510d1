#pragma once

namespace shop {

namespace orders {

struct Order;

} // namespace orders

struct Item {
  int price = 3;
  const orders::Order *order = nullptr;
};

int total(const orders::Order &order);

} // namespace shop
