__attribute__((no_sanitize("address"))) int v = 1;
int get() { return v; }
