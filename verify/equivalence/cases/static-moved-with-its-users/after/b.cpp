static int n;
int next() { return ++n; }
int last() { return n; }
int more() { return 2; }
