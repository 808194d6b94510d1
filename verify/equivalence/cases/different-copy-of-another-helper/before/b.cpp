static int helper() { return 1; }
#define HELPER helper
#include "call.h"
int b() { return call(); }
