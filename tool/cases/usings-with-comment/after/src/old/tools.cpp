#include "old/tools.h"

int old::twice(int value) { return 2 * value; }
