namespace n { int f(int v) { return v; } int f(double v) { return int(v); } }
int u() { return n::f(1) + n::f(2.0); }
