int n;
__attribute__((destructor)) static void f() { n = 1; }
