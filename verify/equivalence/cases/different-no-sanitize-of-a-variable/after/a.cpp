int v = 1;
int get() { return v; }
