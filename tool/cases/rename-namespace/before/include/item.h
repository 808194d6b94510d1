#pragma once

namespace shop {
namespace stock {

struct Item {
  int count;
};

int total(const Item &item);

} // namespace stock
} // namespace shop
