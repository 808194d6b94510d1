struct B { virtual int f(int); };
int B::f(int v) { return v; }
struct D : B { int f(int) override; };
int D::f(int) { return 2; }
int use(B *b) { return b->f(1); }
int make() { D d; return use(&d); }
