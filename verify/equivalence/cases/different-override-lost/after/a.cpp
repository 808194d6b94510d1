struct B { virtual int f(int); };
int B::f(int v) { return v; }
struct D : B { virtual int f(long); };
int D::f(long) { return 2; }
int use(B *b) { return b->f(1); }
int make() { D d; return use(&d); }
