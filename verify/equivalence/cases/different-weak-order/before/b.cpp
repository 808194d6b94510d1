__attribute__((weak)) int hook() { return 2; }
int use() { return hook(); }
