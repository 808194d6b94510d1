struct B { virtual int f(); virtual int g(); };
int B::f() { return 1; }
int B::g() { return 2; }
