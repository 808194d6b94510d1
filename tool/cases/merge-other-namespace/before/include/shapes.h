#pragma once

namespace shapes {
struct Circle {
  int radius;
};
} // namespace shapes
