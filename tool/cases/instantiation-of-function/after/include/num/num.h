#pragma once

namespace num {

inline int once(int value) { return value; }

} // namespace num
