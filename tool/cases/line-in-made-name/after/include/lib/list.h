#pragma once

#include <vector>

namespace lib::inner {

using List = std::vector<int>;

} // namespace lib::inner
