#pragma once

namespace lib {

struct Value {
  int held = 0;
};

class Iterator {
public:
  explicit Iterator(Value *value);
  int get() const;

private:
  Value *value;
};

} // namespace lib
