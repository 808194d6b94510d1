#include "state.h"

#include <cstdio>

int main() {
  using state::both;
  auto &[first, second] = both;
  first = 5;
  const auto sum = [pair = both] { return pair.first + pair.second; };
  const auto now = [] { return state::both.first; };
  second = 7;
  std::printf("%d %d %d\n", sum(), now(), both.second);
}
