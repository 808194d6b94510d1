#if 0
an unterminated "string
#include "no.h"
an apostrophe: it's
#endif
#include "yes1.h"
