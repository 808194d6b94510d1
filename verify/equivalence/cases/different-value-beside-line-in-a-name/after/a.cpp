#include "r.h"

REGISTER(2)
REGISTER(1)
