#pragma once

namespace compat {

[[deprecated("use fresh()")]] inline int old() { return 1; }

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
inline int legacy() { return old() + 1; }
#pragma GCC diagnostic pop

inline int fresh() { return 3; }

} // namespace compat
