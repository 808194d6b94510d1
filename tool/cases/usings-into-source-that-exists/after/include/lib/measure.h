#pragma once
#include "base/units.h"
int measure(units::Length length);

units::Length longer(units::Length length);
