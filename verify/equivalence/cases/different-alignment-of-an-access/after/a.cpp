typedef int __attribute__((aligned(1))) U;
int f(int *p) { return *(U *)p; }
