// included by value.cpp

#include "lib/iterator.h"

namespace lib {

Iterator::Iterator(Value *value) : value(value) {}

int Iterator::get() const { return value->held; }

} // namespace lib
