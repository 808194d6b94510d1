#pragma once

#include "zoo/animal.h"

namespace zoo {

struct Lion;

struct Keeper {
  int work() const;
  Lion *lion = nullptr;
};

struct Lion : Animal {
  Keeper keeper;
};

inline int Keeper::work() const { return lion ? feed(*lion) : 0; }

} // namespace zoo
