#pragma once

#include <vector>

using Stream = std::vector<char>;

namespace lib {

inline int two() { return 2; }

} // namespace lib
