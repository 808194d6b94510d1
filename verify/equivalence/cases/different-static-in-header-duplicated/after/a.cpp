#include "h.h"
int a() { return hit(); }
