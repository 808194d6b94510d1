#include "r.h"
static Registration registration__2(1);
REGISTER(2)
