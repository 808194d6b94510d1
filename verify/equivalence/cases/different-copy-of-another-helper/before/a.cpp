static int helper() { return 1; }
#define HELPER helper
#include "call.h"
int a() { return call(); }
