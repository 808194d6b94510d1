__attribute__((preserve_most)) int f(int v) { return v; }
