struct B { virtual int g(); virtual int f(); };
int B::f() { return 1; }
int B::g() { return 2; }
