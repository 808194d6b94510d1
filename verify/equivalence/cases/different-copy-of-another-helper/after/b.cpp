static int assistant() { return 1; }
#define HELPER assistant
#include "call.h"
int b() { return call(); }
