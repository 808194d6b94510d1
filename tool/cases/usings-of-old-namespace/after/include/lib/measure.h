#pragma once
#include "base/units.h"

namespace lib {
int measure(units::Length length);

units::Length longer(units::Length length);
} // namespace lib
