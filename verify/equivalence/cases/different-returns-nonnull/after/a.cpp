__attribute__((returns_nonnull)) int *find(int *p) { return p; }
