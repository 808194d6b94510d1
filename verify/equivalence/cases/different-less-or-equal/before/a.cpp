bool f(int a, int b) { return a < b; }
