#pragma once

namespace port::bus {
inline int in() { return 1; }
} // namespace port::bus

#ifdef PORT_WIDE
namespace port::bus {
inline int wide() { return in(); }
} // namespace port::bus
#endif
