namespace sys::bus { template <class T> struct Port { T v; friend T take(Port p) { static T last; last = p.v; return last; } }; }
int f(sys::bus::Port<int> p) { return take(p); }
