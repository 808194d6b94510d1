namespace sys::hal { struct Port { int v; operator int() const { return v; } template <class T> operator T *() const { return nullptr; } }; }
int f(sys::hal::Port p) { char *c = p; return c ? 1 : static_cast<int>(p); }
