int f(volatile int *p) { return __atomic_fetch_add((int *)p, 3, 5); }
