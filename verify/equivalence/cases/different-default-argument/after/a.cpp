int f(int v, int w = 3) { return v * w; }
int g() { return f(1); }
