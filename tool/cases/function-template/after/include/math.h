#pragma once

#include "clamp.h"

namespace math {

constexpr int Most = range::clamp(100, 0, 64);

} // namespace math
