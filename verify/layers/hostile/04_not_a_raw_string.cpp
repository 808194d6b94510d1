#define FOOR
const char *a = FOOR"(";
#include "yes1.h"
#define xR "a"
const char *b = xR")" ;
#include "yes2.h"
