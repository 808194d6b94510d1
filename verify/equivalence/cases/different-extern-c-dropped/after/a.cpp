namespace b {
int entry(int v) { return v + 1; }
}
int use() { return b::entry(1); }
