auto two = [] { return 2; };
int b() { return two(); }
