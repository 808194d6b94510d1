#pragma once

#include "key.h"

namespace store::detail {

class Index {
public:
  explicit Index(Key key) : key(key) {}
  Key first() const { return key; }

private:
  Key key;
};

} // namespace store::detail
