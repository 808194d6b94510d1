#pragma once
#include "base/units.h"

namespace old {
units::Length longer(units::Length length);
units::Weight heavier(units::Weight weight);
} // namespace old
