int f(int *p) { return __atomic_fetch_add(p, 3, 5); }
