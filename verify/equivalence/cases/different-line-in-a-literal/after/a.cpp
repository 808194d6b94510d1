void fail(const char *);
void f() { fail("a.cpp:4: failed"); }
