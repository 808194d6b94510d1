#include "lib.h"

int lib() { return CHECKED(LIB_VERSION > 2); }
