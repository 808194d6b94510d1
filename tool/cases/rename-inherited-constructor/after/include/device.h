#pragma once

namespace bus {
struct Device {
  explicit Device(int number) : number(number) {}
  int number;
};
} // namespace bus
