#define V 1
#include "v.h"
int b() { return value(); }
