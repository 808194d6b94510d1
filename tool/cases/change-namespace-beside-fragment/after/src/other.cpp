#include "lib/value.h"

namespace lib {
static const bool Trace = false;
int traced() { return Trace; }
} // namespace lib
