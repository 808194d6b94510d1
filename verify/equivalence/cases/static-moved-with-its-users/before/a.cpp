static int n;
int next() { return ++n; }
int last() { return n; }
int other() { return 1; }
