#include "x.h"

int other(void) { return 2; }
