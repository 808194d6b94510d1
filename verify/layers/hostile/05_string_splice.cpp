const char *a = "a string \
#include \"no.h\"\
";
#include "yes1.h"
