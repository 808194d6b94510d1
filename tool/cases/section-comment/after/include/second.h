#pragma once

namespace sec {

/** The second.
 *  Of three. */
inline int second() { return 2; } // even

} // namespace sec
