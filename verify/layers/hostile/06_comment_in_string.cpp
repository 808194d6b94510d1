const char *a = "/*";
#include "yes1.h"
char b = '"'; // "
#include "yes2.h"
const char *c = "\"/*";
#include "yes3.h"
const char *d = "//"; /*
#include "no.h"
*/
