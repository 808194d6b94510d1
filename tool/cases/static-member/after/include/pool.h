#pragma once

namespace pool {

inline int spare() { return 2; }

} // namespace pool
