static const int table[] = {1, 2, 3};
int two(int v) { return table[v] + 1; }
