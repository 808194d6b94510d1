#if 0
#include "../a/a.h"
#endif
