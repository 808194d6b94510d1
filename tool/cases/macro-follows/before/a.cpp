#include "a.hpp"
#define FACTOR 3
#define SHIFT(x) ((x) << 1)
namespace old {
static const int start = FACTOR;
int limit(int x) { return x * start + SHIFT(x); }
int other(int x) { return x; }
}
