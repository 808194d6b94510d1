#include "r.h"

static Registration registration__3(1);
REGISTER(2)
