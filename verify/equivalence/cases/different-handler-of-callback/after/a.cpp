extern "C" int each(int, int (*)(int));
int thrower(int x) { throw x; }
int f(int x) { return each(x, thrower); }
