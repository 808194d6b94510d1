#pragma once

namespace old {

struct Lamp {
  int watts = 40;
};

inline int dim(const Lamp &lamp) { return lamp.watts / 2; }

constexpr int Most = 100;

} // namespace old
