#include "hw/hw.h"
#include "hw/status.h"

#include <cstdio>

int main() {
  hw::regs::Status status{.raw = hw::reset()};
  std::printf("%d %d\n", status.ready, status.code);
}
