#include "lib/value.h"

#include "value_iterator.inl"

namespace lib {

int Iterator::get() const { return value->held; }

} // namespace lib
