// included by value.cpp

#include "lib/iterator.h"

namespace lib::walk {

int Iterator::made = 0;

/// Counts.
Iterator::Iterator(Value *value) : value(value) { ++made; }

int Iterator::get() const { return value->held; }

int twice(const Iterator &iterator) { return 2 * iterator.get(); }

} // namespace lib::walk
