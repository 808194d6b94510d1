struct __attribute__((packed, aligned(4))) S { char c; int v; };
int f(int *p) { return *p; }
