#include "twin.h"
#include "two.h"

#include <cstdio>

int main() {
  auto [a, b] = duo::Two();
  std::printf("%d %ld %zu\n", a, b, sizeof(twin::One));
}
