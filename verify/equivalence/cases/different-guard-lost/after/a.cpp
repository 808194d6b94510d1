struct G { G(); int v; };
int get() { G g; return g.v; }
