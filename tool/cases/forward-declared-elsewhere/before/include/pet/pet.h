#pragma once

#include "pet/forwards.h"

namespace pet {

struct Animal {
  int legs = 4;
  Dog *friendly = nullptr;
};

struct Dog : Animal {
  int tricks = 2;
};

} // namespace pet
