auto one = [] { return 1; };
auto two = [] { return 2; };
int a() { return one(); }
int b() { return two(); }
