constexpr int f() { return 4; }
int a = f();
