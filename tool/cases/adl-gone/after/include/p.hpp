#pragma once
#include "a.hpp"

namespace fresh {
inline int helper(const old::Point &p) { return p.x; }
} // namespace fresh
