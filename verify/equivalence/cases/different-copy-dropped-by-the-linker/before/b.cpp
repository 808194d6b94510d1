#include "h.h"
int b() { return use(2); }
