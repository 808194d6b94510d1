??=include "yes1.h"
// what??/
#include "no.h"
??= include "yes2.h"
const char *a = "??/"";
#include "yes3.h"
