struct G { G(); int v; };
namespace sys::bus { struct Port { inline int get() { static G g; auto twice = [](int v) { static int n; return ++n * v; }; return twice(g.v); } }; }
int use(sys::bus::Port *p) { return p->get(); }
