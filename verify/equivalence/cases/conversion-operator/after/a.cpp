namespace sys::bus { struct Port { int v; operator int() const { return v; } template <class T> operator T *() const { return nullptr; } }; }
int f(sys::bus::Port p) { char *c = p; return c ? 1 : static_cast<int>(p); }
