int n;
__attribute__((constructor)) static void f() { n = 1; }
