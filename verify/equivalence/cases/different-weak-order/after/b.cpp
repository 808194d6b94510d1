__attribute__((weak)) int hook() { return 1; }
