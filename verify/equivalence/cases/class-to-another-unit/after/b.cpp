#include "bus/port.h"
int use(sys::bus::Port *p) { return p->get(); }
