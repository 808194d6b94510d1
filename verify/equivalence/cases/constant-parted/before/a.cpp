static const int table[] = {1, 2, 3};
int one(int v) { return table[v]; }
int two(int v) { return table[v] + 1; }
