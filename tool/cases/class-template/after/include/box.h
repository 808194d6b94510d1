#pragma once

namespace box {

inline int lids() { return 1; }

} // namespace box
