#pragma once
namespace units {
struct Length {
  int value = 0;
};
namespace small { struct Gram { int n = 1; }; }
} // namespace units
