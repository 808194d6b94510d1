#pragma once

#include "low.h"

namespace high {
struct Tower {
  low::Ground ground;
};
} // namespace high
