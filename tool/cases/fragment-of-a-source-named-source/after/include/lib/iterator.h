#pragma once

#include "lib/value.h"

namespace lib {

/// Walks over values.
class Iterator {
public:
  explicit Iterator(Value *value);
  int get() const;
  static int made;

private:
  Value *value;
};

int twice(const Iterator &iterator);

} // namespace lib
