int f(int);
int x = f(1);
int y = f(2);
