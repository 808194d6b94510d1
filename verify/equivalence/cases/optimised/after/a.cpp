namespace sys::bus { struct Port { int a; float b; }; float f(Port *p, float *o) { p->a = 1; *o = 2; return p->b; } }
