#pragma once
#include "base/units.h"
int measure(units::Length length);
