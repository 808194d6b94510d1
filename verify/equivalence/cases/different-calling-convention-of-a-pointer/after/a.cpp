typedef int (*F)(int);
int f(void *p) { return ((F)p)(1); }
