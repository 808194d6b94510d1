int f(int *p) { return *(int *)__builtin_assume_aligned(p, 32); }
