#pragma once

namespace text {

inline int print(int) { return 1; }
inline int print(long) { return 2; }

} // namespace text
