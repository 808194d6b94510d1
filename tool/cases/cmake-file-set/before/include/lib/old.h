#pragma once

namespace lib {
inline int old() { return 4; }
} // namespace lib
