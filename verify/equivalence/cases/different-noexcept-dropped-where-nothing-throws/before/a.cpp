int quiet(int x) { return x + 1; }
int f(int x) noexcept { return quiet(x); }
