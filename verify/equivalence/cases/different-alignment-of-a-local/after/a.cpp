void g(void *);
void f() { alignas(64) char text[8]; g(text); }
