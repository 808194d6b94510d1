#pragma once

namespace sec {

// ---- numbers ----

// The first.
inline int first() { return 1; }

/// The third.
inline int third() { return 3; }

// ---- the end ----

} // namespace sec
