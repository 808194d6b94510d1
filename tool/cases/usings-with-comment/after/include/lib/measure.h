#pragma once
#include "base/units.h"

namespace lib {
class Tool { public: units::Length longer(units::Length length); int grams(); };
}
