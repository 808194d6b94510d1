#include "h.h"
int a() { return width(); }
