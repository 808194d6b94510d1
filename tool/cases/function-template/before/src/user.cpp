#include "math.h"

long limited(long value) { return math::clamp<long>(value, 0, math::Most); }
