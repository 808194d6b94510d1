namespace sys::bus { template <class T> concept Hal = requires(T t) { t.get(); }; struct Port { int get() { return 1; } }; template <Hal T> int run(T t) { return t.get(); } }
int f() { return sys::bus::run(sys::bus::Port{}); }
