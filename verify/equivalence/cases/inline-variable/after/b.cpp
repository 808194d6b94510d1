#include "h.h"
int b() { return shared; }
