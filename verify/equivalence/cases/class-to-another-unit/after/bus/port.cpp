#include "port.h"
int sys::bus::Port::get() const { return value; }
