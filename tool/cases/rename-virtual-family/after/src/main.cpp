#include "device.h"

#include <cstdio>

int main() {
  dev::Fast fast;
  dev::Device &device = fast;
  int (dev::Device::*pointer)() = &dev::Device::begin;
  std::printf("%d %d %d\n", device.begin(), device.begin(2), (fast.*pointer)());
}
