#pragma once

namespace core {
inline int base() { return 1; }
namespace math {
inline int next() { return base() + 1; }
} // namespace math
} // namespace core
