#include "r.h"

// More.
REGISTER(1)
REGISTER(2)
