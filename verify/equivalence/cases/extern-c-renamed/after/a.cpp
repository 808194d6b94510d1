namespace b {
extern "C" int start(int v) { return v + 1; }
}
int use() { return b::start(1); }
