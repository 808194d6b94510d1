__attribute__((weak)) int hook(int x) { return x; }
