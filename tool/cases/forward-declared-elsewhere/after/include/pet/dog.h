#pragma once

#include "pet/pet.h"

namespace pet {

struct Dog : Animal {
  int tricks = 2;
};

} // namespace pet
