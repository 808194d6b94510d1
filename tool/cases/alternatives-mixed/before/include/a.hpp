#pragma once
namespace old {
// How wide a handle is.
#ifdef WIDE
struct Handle { long value; };
inline int width() { return sizeof(long); }
#else
struct Handle { int value; };
inline int width() { return sizeof(int); }
#endif
struct User { Handle h; };
} // namespace old
