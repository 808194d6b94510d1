namespace sys::hal { struct Port { int v; }; }
int f(sys::hal::Port p) { return p.v; }
