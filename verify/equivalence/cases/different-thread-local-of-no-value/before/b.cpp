#include "t.h"
int f() { return sys::hal::enter(); }
