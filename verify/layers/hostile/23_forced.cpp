#ifdef FROM_FORCED
#include "yes1.h"
#endif
#ifdef FROM_MACROS
#include "yes2.h"
#endif
#ifdef ON_COMMAND_LINE
#include "yes3.h"
#endif
