// included by value.cpp

namespace lib {

Iterator::Iterator(Value *value) : value(value) {}

int Iterator::get() const { return value->held; }

} // namespace lib
