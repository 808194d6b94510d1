#include "util/flags_all.h"

int lib::counter() { return 4; }
