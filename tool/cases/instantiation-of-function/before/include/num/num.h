#pragma once

namespace num {

template <class T> T twice(T value);
extern template int twice<int>(int value);
extern template long twice(long value);

inline int once(int value) { return value; }

} // namespace num
