#define TEXT "/*" /* a
*/ more
#include "yes1.h"
#define RAW R"(
#include "no.h"
)"
#include "yes2.h"
#define LONG a \
#include "no.h"
#include "yes3.h"
