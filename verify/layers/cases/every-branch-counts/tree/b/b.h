#ifdef NEVER_DEFINED
#include "../a/a.h"
#endif
