#pragma once

namespace a {
inline int draw(int x) { return x; }
inline int draw(long x) { return x > 2; }
inline int fill(int color = 3) { return color; }
} // namespace a
