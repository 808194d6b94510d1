#include "h.h"
int b(int v) { return half(v); }
