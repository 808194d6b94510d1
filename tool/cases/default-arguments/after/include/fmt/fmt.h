#pragma once

namespace fmt {

struct Plain {
  static constexpr int width = 3;
};
constexpr int Base = 10;

inline int pad(int value) { return value + 100; }

} // namespace fmt
