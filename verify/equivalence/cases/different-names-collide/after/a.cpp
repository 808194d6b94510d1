namespace b { inline int f() { return 1; } }
int use() { return b::f() + b::f(); }
