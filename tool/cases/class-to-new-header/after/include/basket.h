#pragma once

namespace shop {

// What a customer carries.
class Basket {
public:
  void add(int price) { sum += price; }
  int total() const { return sum; }

private:
  int sum = 0;
};

} // namespace shop
