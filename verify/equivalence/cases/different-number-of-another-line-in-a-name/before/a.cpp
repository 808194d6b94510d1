#include "r.h"
static Registration other__4(1);

REGISTER(1)
