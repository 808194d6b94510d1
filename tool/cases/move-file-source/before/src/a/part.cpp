#include "part.h"

int part() { return 6; }
