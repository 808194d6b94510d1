#include "shop/shop.h"
#include "shop/order.h"

namespace shop {

int total(const orders::Order &order) { return order.items[0].price + order.items[1].price; }

} // namespace shop
