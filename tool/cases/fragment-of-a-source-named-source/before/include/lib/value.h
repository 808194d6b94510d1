#pragma once

namespace lib {

class Value;

/// Walks over values.
class Iterator {
public:
  explicit Iterator(Value *value);
  int get() const;
  static int made;

private:
  Value *value;
};

class Value {
public:
  int held = 3;
};

int twice(const Iterator &iterator);

} // namespace lib
