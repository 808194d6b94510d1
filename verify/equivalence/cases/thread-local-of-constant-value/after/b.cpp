#include "t.h"
int f() { return sys::bus::enter(); }
