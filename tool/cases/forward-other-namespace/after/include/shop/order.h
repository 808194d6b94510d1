#pragma once

#include "shop/shop.h"

namespace shop::orders {

struct Order {
  Item items[2];
};

} // namespace shop::orders
