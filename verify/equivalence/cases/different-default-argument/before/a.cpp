int f(int v, int w = 2) { return v * w; }
int g() { return f(1); }
