bool f(int *p, int *e) { return __atomic_compare_exchange_n(p, e, 3, false, 5, 5); }
