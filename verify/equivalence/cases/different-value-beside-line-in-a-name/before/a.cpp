#include "r.h"
REGISTER(1)
REGISTER(2)
