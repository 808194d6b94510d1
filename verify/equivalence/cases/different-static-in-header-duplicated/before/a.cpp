#include "h.h"
int a() { return hit(); }
int b() { return hit(); }
