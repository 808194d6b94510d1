#include "h.h"
int a() { return ticket(); }
