bool f(int a, int b, int *r) { return __builtin_add_overflow(a, b, r); }
