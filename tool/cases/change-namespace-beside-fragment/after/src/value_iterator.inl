// included by value.cpp

namespace lib::inner {

Iterator::Iterator(Value *value) : value(value) {}

int Iterator::get() const { return trace() ? value->held : -1; }

} // namespace lib::inner
