int f(volatile int *p) { return __atomic_fetch_add(p, 3, 5); }
