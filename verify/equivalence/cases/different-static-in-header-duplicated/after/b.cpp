#include "h.h"
int b() { return hit(); }
