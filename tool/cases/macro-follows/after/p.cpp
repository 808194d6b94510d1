#include "p.hpp"

#define FACTOR 3
#define SHIFT(x) ((x) << 1)

namespace fresh {
static const int start = FACTOR;
int limit(int x) { return x * start + SHIFT(x); }
}
