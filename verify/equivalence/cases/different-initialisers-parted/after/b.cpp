int f(int);
int b = f(2);
