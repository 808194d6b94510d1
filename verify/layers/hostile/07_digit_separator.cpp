int a = 1'000'000; // don't
#include "yes1.h"
int b = 0x1'F; /*
#include "no.h"
' */
#include "yes2.h"
