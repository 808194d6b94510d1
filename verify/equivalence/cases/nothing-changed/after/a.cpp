int f(int v) { return v + 1; }
int g() { return f(2); }
