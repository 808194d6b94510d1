#pragma once

namespace shop {
namespace store {

struct Item {
  int count;
};

int total(const Item &item);

} // namespace store
} // namespace shop
