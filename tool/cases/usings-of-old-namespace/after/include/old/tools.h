#pragma once
#include "base/units.h"

namespace old {
units::Weight heavier(units::Weight weight);
} // namespace old
