#pragma once

namespace ser {

inline int version() { return 7; }

} // namespace ser
