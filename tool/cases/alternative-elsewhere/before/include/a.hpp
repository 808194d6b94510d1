#pragma once
namespace old {
#ifdef WIDE
struct Handle { long value; };
#endif
int f();
#ifndef WIDE
struct Handle { int value; };
#endif
struct User { Handle h; };
} // namespace old
