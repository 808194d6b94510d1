namespace a {
extern "C" int entry(int v) { return v + 1; }
extern "C" {
int counter = 1;
}
}
int use() { return a::entry(a::counter); }
