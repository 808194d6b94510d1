#pragma once

#include "key.h"

namespace store {

class Index {
public:
  explicit Index(Key key) : key(key) {}
  Key first() const { return key; }

private:
  Key key;
};

class Store {
public:
  Index index() const;
};

} // namespace store
