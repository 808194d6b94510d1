static int n;
int a() { return ++n; }
