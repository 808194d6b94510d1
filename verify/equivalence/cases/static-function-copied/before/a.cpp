#include "h.h"
int a(int v) { return half(v); }
int b(int v) { return half(v); }
