#define V 1
#include "v.h"
int a() { return value(); }
