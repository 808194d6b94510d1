namespace a {
extern "C" int entry(int v) { return v + 1; }
}
int use() { return a::entry(1); }
