struct G { G(); int v; };
namespace sys::bus { thread_local G g; }
int f() { return sys::bus::g.v; }
