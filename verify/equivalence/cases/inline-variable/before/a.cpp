#include "h.h"
int a() { return shared; }
