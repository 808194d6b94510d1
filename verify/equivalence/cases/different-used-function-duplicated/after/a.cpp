__attribute__((used)) static int hook() { return 3; }
int a() { return 1; }
