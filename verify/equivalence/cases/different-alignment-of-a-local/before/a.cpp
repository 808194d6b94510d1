void g(void *);
void f() { char text[8]; g(text); }
