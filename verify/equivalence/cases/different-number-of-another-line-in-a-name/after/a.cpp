#include "r.h"
static Registration other__5(1);


REGISTER(1)
