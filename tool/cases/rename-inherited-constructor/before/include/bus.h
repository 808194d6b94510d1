#pragma once

namespace bus {
struct Dev {
  explicit Dev(int number) : number(number) {}
  int number;
};
} // namespace bus
