namespace a { inline int f() { return 1; } }
namespace b { inline int f() { return 1; } }
int use() { return a::f() + b::f(); }
