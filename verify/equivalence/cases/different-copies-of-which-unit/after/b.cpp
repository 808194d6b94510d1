#define V 2
#include "v.h"
int b() { return value(); }
