int middle(int);
int f(int x) { return middle(x); }
