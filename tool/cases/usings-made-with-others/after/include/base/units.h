#pragma once
namespace base {
namespace units {
struct Length {
  int value = 0;
};
} // namespace units
} // namespace base
