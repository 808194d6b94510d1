#pragma once

#include "two.h"

inline int one() { return two() - 1; }
