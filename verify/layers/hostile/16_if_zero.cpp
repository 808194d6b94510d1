#if 0
#include "no.h"
don't mind
#else
#include "yes2.h"
#endif
#include "yes1.h"
