int g(int);
int f(int v) { [[clang::musttail]] return g(v); }
