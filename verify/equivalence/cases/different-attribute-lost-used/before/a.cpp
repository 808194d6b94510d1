__attribute__((used)) static int marker = 7;
int f() { return 1; }
