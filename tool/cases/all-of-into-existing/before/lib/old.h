// What the old header is for.
#pragma once

// Below the includes.

// why this one
#include <cstddef>

namespace lib {
// A heading.

inline std::size_t one() { return 1; }
} // namespace lib
