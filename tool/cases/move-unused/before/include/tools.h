#pragma once

namespace tools {

template <typename T> T twice(T value) { return value + value; }

inline int once(int value) { return value; }

} // namespace tools
