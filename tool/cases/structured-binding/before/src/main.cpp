#include "twin.h"

#include <cstdio>

int main() {
  auto [a, b] = twin::Two();
  std::printf("%d %ld %zu\n", a, b, sizeof(twin::One));
}
