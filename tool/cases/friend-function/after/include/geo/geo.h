#pragma once

namespace geo {

inline int zoom() { return 4; }

} // namespace geo
