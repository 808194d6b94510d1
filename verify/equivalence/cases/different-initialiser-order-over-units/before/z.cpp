int f(int);
int c = f(3);
