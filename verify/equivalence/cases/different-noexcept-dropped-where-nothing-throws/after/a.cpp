int quiet(int x) { return x + 1; }
int f(int x) { return quiet(x); }
