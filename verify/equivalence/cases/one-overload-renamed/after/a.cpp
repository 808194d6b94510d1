namespace n { int g(int v) { return v; } int f(double v) { return int(v); } }
int u() { return n::g(1) + n::f(2.0); }
