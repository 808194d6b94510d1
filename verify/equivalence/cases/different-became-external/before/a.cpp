static int one() { return 1; }
int use() { return one(); }
