#define FIRST(a, ...) a
#define COUNT(...) COUNT_(__VA_ARGS__ __VA_OPT__(,) 3, 2, 1, 0)
#define COUNT_(a, b, c, n, ...) n
#if FIRST(1, 0, 0) && COUNT(x, y) == 2
#include "yes1.h"
#endif
#define NAMED(args...) FIRST(args)
#if NAMED(1, 2)
#include "yes2.h"
#endif
