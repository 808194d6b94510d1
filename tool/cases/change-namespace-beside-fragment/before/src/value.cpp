#include "lib/value.h"

namespace lib {
static const bool Trace = true;
static bool trace() { return Trace; }
} // namespace lib

#include "value_iterator.inl"
