__attribute__((used)) static int hook() { return 3; }
int b() { return 2; }
