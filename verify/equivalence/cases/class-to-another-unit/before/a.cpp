#include "port.h"
int sys::hal::Port::get() const { return value; }
int other() { return 3; }
