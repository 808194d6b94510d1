#include "c_open.h"

extern "C" int c_open(const char *name) { return name[0]; }
