namespace sys::hal { template <class T> struct Port { T v; T get() { return v; } }; }
int f(sys::hal::Port<int> *p) { return p->get(); }
long g(sys::hal::Port<sys::hal::Port<long>> *p) { return p->get().get(); }
