static int half(int v) { return v / 4; }
inline int use(int v) { return half(v); }
int b() { return use(2); }
