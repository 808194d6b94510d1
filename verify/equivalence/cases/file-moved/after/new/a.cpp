static int n;
int next() { return ++n; }
