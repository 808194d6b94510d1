int g();
int f() throw(long) { return g(); }
