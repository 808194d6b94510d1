#include "bus.h"

#include <cstdio>

struct UsbDev : bus::Dev {
  explicit UsbDev(int number) : Dev(number) {}
  int Devs = 3;
};

int main() {
  UsbDev device(5);
  bus::Dev copy = device;
  std::printf("%d %d %d\n", copy.id(), device.Devs, bus::count());
}
