namespace sys::bus { struct Port { int v; }; }
namespace sys::hal { using Port = sys::bus::Port; }
int f(sys::hal::Port p) { return p.v; }
