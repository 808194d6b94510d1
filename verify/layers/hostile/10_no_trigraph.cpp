// what??/
#include "yes1.h"
const char *a = "??/";
#include "yes2.h"
