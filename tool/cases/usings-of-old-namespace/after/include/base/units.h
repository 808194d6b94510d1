#pragma once
namespace units {
struct Length {
  int value = 0;
};
struct Weight {
  int value = 0;
};
} // namespace units
