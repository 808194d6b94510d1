#include "h.h"
int a() { return use(1); }
