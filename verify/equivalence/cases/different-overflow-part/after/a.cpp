bool f(int a, int b, int *r) { return __builtin_sub_overflow(a, b, r); }
