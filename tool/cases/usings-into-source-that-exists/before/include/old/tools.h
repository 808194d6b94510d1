#pragma once
#include "base/units.h"
units::Length longer(units::Length length);
int twice(int value);
