#include "calc/add.h"

#include <cstdio>

template <class T> using Sum = decltype(arith::add(T(), T()));

int main() {
  constexpr Sum<int> sum = arith::add(1);
  std::printf("%d %d\n", sum, noexcept(arith::add(1, 2)));
}
