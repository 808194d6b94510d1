int deep(int);
int middle(int x) { return deep(x) + 1; }
