#include "h.h"
int b() { return width(); }
