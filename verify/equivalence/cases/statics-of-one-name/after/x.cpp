static int n;
int b() { return ++n; }
