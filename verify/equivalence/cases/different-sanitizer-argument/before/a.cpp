__attribute__((nonnull(1))) void take(int *, int *);
void f(int *p) { take(p, p); }
