#define B
#ifdef A
#include "no.h"
#elifdef B
#include "yes1.h"
#elifndef C
#include "no.h"
#endif
