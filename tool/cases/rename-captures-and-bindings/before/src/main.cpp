#include "state.h"

#include <cstdio>

int main() {
  using state::pair;
  auto &[first, second] = pair;
  first = 5;
  const auto sum = [pair = pair] { return pair.first + pair.second; };
  const auto now = [] { return state::pair.first; };
  second = 7;
  std::printf("%d %d %d\n", sum(), now(), pair.second);
}
