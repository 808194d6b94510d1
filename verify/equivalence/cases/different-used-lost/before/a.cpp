__attribute__((used)) static int mark = 1;
int f() { return 1; }
