int f(int);
int x = f(1);
int y = f(2);
int g() { return 1; }
