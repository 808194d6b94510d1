__attribute__((visibility("hidden"))) extern int value;
int f() { return value; }
