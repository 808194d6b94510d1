#pragma once
#include "base/units.h"
namespace old { class Tool { public: units::Length longer(units::Length length); int grams(); };
int twice(int value); }
