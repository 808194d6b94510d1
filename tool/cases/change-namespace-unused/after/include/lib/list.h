#pragma once

#include <vector>

namespace lib::inner {

using Stream = std::vector<char>;

} // namespace lib::inner
