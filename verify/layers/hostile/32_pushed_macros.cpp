#define A 1
#pragma push_macro("A")
#undef A
#define A 2
#if A == 2
#include "yes1.h"
#endif
#pragma pop_macro("A")
#if A == 1
#include "yes2.h"
#endif
