struct G { G(); int v; };
int get() { static G g; return g.v; }
