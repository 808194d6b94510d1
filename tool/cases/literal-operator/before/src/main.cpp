#include "unit/unit.h"

#include <cstdio>

int main() {
  using namespace unit::literals;
  std::printf("%d\n", 2_km + 5_m);
}
