#include "plat/open.h"

namespace plat {

#ifdef PLAT_ONE

// With the first interface.
int open(int path) { return path + 1; }

#else

// With the second one.
int open(int path) { return path + 2; }

#endif

} // namespace plat
