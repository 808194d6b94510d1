#pragma once

namespace att {

[[deprecated]]
inline int keep() { return 5; }

} // namespace att
