namespace b {
extern "C" int entry(int v) { return v + 1; }
extern "C" {
int counter = 1;
}
}
int use() { return b::entry(b::counter); }
