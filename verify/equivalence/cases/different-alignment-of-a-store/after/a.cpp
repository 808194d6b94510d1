typedef int __attribute__((aligned(1))) U;
void f(int *p) { *(U *)p = 1; }
