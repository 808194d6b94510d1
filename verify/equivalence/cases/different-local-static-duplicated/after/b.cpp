#include "h.h"
int b() { return ticket(); }
