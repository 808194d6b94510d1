static int half(int v) { return v / 2; }
inline int use(int v) { return half(v); }
