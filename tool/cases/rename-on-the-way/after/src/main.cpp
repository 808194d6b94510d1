#include "bus.h"
#include "device.h"

#include <cstdio>

struct UsbDev : bus::Device {
  explicit UsbDev(int number) : Device(number) {}
  int Devs = 3;
};

int main() {
  UsbDev device(5);
  bus::Device copy = device;
  std::printf("%d %d %d\n", copy.id(), device.Devs, bus::count());
}
