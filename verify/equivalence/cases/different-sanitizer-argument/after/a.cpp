__attribute__((nonnull(2))) void take(int *, int *);
void f(int *p) { take(p, p); }
