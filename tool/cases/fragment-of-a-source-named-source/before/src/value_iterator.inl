// included by value.cpp

namespace lib {

int Iterator::made = 0;

/// Counts.
Iterator::Iterator(Value *value) : value(value) { ++made; }

int twice(const Iterator &iterator) { return 2 * iterator.get(); }

} // namespace lib
