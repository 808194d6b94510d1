#include "calc/calc.h"

#include <cstdio>

template <class T> using Sum = decltype(calc::add(T(), T()));

int main() {
  constexpr Sum<int> sum = calc::add(1);
  std::printf("%d %d\n", sum, noexcept(calc::add(1, 2)));
}
