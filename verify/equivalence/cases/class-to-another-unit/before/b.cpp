#include "port.h"
int use(sys::hal::Port *p) { return p->get(); }
