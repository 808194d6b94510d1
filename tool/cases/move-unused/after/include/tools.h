#pragma once

namespace tools {

inline int once(int value) { return value; }

} // namespace tools
