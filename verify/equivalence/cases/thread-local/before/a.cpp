struct G { G(); int v; };
namespace sys::hal { thread_local G g; }
int f() { return sys::hal::g.v; }
