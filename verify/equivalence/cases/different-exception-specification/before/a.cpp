int g();
int f() throw(int) { return g(); }
