[[gnu::noinline]] int f(int v) { return v; }
