#pragma once

#include "p.hpp"

namespace old {
inline int helper(const fresh::Point &p) { return p.x; }
inline int user(const fresh::Point &p) { return helper(p); }
} // namespace old
