namespace a { int f() { return 1; } }
namespace b { int g() { return a::f(); } }
