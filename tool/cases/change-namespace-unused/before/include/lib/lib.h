#pragma once

#include <vector>

using Stream = std::vector<char>;

namespace lib {

using List = std::vector<int>;

inline int two() { return 2; }

} // namespace lib
