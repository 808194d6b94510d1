int g(int);
int f(int v) { return g(v); }
