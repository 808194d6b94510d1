#include "r.h"

static Registration registration__3(1);
