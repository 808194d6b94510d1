#include "a.hpp"
#include <cstdio>
struct R { int read() { return 4; } };
int take(io::Readable auto r) { return r.read(); }
template <io::Readable T> int take2(T r) { return r.read(); }
template <class T> requires io::Readable<T> int take3(T r) { return r.read(); }
int main() { io::Readable auto r = R(); std::printf("%d %d %d %d\n", take(r), take2(r), take3(r), io::other()); static_assert(io::Readable<R>); }
