#pragma once

namespace math {
inline int half(int x) { return x / 2; }
inline double half(double x) { return x / 2; }
} // namespace math
