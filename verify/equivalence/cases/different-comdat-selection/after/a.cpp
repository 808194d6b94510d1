__attribute__((weak)) int v = 1;
int get() { return v; }
