int load(int v) { return v; }
int use() { return load(1); }
