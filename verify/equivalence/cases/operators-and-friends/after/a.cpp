namespace sys::bus { struct Port { int v; friend bool operator==(Port a, Port b) { return a.v == b.v; } Port operator+(Port o) const { return {v + o.v}; } }; }
bool f(sys::bus::Port a) { return a + a == a; }
