#include "a.hpp"
#include "p.hpp"
#include <cstdio>
struct R { int read() { return 4; } };
int take(fresh::Source auto r) { return r.read(); }
template <fresh::Source T> int take2(T r) { return r.read(); }
template <class T> requires fresh::Source<T> int take3(T r) { return r.read(); }
int main() { fresh::Source auto r = R(); std::printf("%d %d %d %d\n", take(r), take2(r), take3(r), io::other()); static_assert(fresh::Source<R>); }
