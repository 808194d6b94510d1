// included by value.cpp

namespace lib {

Iterator::Iterator(Value *value) : value(value) {}

int Iterator::get() const { return trace() ? value->held : -1; }

} // namespace lib
