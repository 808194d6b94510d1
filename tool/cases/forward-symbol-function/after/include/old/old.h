#pragma once

namespace old {

inline int width() { return 3; }

} // namespace old
