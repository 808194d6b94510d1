#include "lib/measure.h"

namespace lib {

int measure(units::Length length) { return length.value; }

} // namespace lib
