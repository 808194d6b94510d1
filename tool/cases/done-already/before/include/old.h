#pragma once

#include "moved.h"

namespace x {

struct ToMove {
  Moved moved;
};

struct Stays {};

} // namespace x
