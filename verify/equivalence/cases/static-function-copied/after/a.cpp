#include "h.h"
int a(int v) { return half(v); }
