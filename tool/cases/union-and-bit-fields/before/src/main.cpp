#include "hw/hw.h"

#include <cstdio>

int main() {
  hw::Status status{.raw = hw::reset()};
  std::printf("%d %d\n", status.ready, status.code);
}
