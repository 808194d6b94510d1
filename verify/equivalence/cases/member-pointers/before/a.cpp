namespace sys::hal { struct Port { int v; int f(); }; }
int call(sys::hal::Port *p, int (sys::hal::Port::*m)(), int sys::hal::Port::*d) { return (p->*m)() + p->*d; }
