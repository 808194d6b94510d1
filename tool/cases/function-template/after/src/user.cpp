#include "clamp.h"
#include "math.h"

long limited(long value) { return math::range::clamp<long>(value, 0, math::Most); }
