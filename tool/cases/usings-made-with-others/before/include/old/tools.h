#pragma once
#include "base/units.h"
base::units::Length longer(base::units::Length length);
int twice(int value);
