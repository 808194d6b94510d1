#pragma once

#include "lib/value.h"

namespace lib {

class Iterator {
public:
  explicit Iterator(Value *value);
  int get() const;

private:
  Value *value;
};

} // namespace lib
