// What the present header is for.
#pragma once

namespace fresh {
inline int two() { return 2; }
} // namespace fresh
