namespace b {
int g(int v) __asm__("the_symbol");
int g(int v) { return v; }
}
int use() { return b::g(1); }
