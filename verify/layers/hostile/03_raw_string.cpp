const char *a = R"(
#include "no.h"
)";
const char *b = u8R"x(
)"
#include "no.h"
)x";
#include "yes1.h"
const char *c = u8R"(" /* )" ;
#include "yes2.h"
