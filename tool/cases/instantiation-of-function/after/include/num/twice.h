#pragma once

namespace num::ops {

template <class T> T twice(T value);
extern template int twice<int>(int value);
extern template long twice(long value);

} // namespace num::ops
