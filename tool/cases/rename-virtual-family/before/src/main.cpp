#include "device.h"

#include <cstdio>

int main() {
  dev::Fast fast;
  dev::Device &device = fast;
  int (dev::Device::*pointer)() = &dev::Device::start;
  std::printf("%d %d %d\n", device.start(), device.start(2), (fast.*pointer)());
}
