#pragma once

namespace sec {

// ---- numbers ----

// The first.
inline int first() { return 1; }
/** The second.
 *  Of three. */
inline int second() { return 2; } // even

/// The third.
inline int third() { return 3; }

// ---- the end ----

} // namespace sec
