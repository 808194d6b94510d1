extern inline __attribute__((gnu_inline, always_inline)) int f() { return 1; }
int use() { return f(); }
