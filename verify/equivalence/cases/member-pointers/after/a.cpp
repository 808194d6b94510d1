namespace sys::bus { struct Port { int v; int f(); }; }
int call(sys::bus::Port *p, int (sys::bus::Port::*m)(), int sys::bus::Port::*d) { return (p->*m)() + p->*d; }
