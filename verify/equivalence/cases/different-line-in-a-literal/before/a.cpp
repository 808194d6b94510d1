void fail(const char *);
void f() { fail("a.cpp:2: failed"); }
