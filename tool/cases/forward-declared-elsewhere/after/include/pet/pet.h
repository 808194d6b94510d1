#pragma once

#include "pet/forwards.h"

namespace pet {

struct Animal {
  int legs = 4;
  Dog *friendly = nullptr;
};

} // namespace pet
