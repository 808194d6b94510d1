#pragma once

#include <vector>

namespace lib {

using List = std::vector<int>;

inline int two() { return 2; }

} // namespace lib
