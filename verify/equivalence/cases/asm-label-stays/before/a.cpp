namespace a {
int f(int v) __asm__("the_symbol");
int f(int v) { return v; }
}
int use() { return a::f(1); }
