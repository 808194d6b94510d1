#pragma once

namespace port::io {
inline int in() { return 1; }
} // namespace port::io

#ifdef PORT_WIDE
namespace port::io {
inline int wide() { return in(); }
} // namespace port::io
#endif
