extern "C" int entry(int v) { return v + 1; }
int use() { return entry(1); }
