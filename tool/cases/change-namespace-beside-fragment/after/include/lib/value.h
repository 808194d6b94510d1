#pragma once

namespace lib {

struct Value {
  int held = 0;
};

namespace inner {

class Iterator {
public:
  explicit Iterator(Value *value);
  int get() const;

private:
  Value *value;
};

} // namespace inner

} // namespace lib
