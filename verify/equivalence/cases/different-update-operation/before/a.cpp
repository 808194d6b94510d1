int f(int *p, int v) { return __atomic_fetch_and(p, v, 5); }
