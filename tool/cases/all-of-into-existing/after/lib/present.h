// What the present header is for.
#pragma once

#include <cstddef>

namespace fresh {
inline int two() { return 2; }

// What the old header is for.

// Below the includes.

// A heading.

inline std::size_t one() { return 1; }
} // namespace fresh
