#pragma once

namespace compat {

[[deprecated("use fresh()")]] inline int old() { return 1; }

inline int fresh() { return 3; }

} // namespace compat
