#pragma once

#include "deep/two.h"

inline int one() { return two() - 1; }
