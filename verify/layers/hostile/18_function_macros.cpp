#define VERSION(a, b) ((a) * 100 + (b))
#define CAT_(a, b) a##b
#define CAT(a, b) CAT_(a, b)
#define X1 7
#if VERSION(3, 4) >= VERSION(3, 3) && CAT(X, 1) == 7
#include "yes1.h"
#endif
#define SELF SELF + 1
#if SELF
#include "yes2.h"
#endif
#define EMPTY
#if EMPTY +1
#include "yes3.h"
#endif
