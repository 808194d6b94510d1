extern int value;
int f() { return value; }
