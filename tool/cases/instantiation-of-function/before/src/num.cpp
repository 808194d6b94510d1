#include "num/num.h"

namespace num {

template <class T> T twice(T value) { return value + value; }

template int twice<int>(int value);
template long twice(long value);

} // namespace num
