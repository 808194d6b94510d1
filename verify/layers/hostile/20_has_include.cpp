#if __has_include("yes1.h")
#include "yes1.h"
#endif
#if __has_include(<absent//nothing.h>)
#include "no.h"
#endif
#if defined(__has_include) && __has_include(<yes2.h>) && !__has_include("absent.h")
#include "yes2.h"
#endif
