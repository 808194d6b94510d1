auto one = [] { return 1; };
int a() { return one(); }
