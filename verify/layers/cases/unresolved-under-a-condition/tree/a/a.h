#ifdef X
#include "absent.h"
#endif
