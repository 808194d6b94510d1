namespace sys::bus { template <class T> struct Port { T v; T get() { return v; } }; }
int f(sys::bus::Port<int> *p) { return p->get(); }
long g(sys::bus::Port<sys::bus::Port<long>> *p) { return p->get().get(); }
