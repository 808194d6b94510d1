extern inline __attribute__((gnu_inline, always_inline)) int f() { return 2; }
int use() { return f(); }
