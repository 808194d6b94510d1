#pragma once

namespace a {
inline int start() { return 0; }
} // namespace a
