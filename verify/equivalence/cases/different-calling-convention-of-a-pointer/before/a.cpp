typedef int (__attribute__((ms_abi)) *F)(int);
int f(void *p) { return ((F)p)(1); }
