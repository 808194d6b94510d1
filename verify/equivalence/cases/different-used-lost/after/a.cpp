static int mark = 1;
int f() { return 1 + 0 * (mark = 2); }
