int f(int *p, int v) { return __atomic_fetch_or(p, v, 5); }
