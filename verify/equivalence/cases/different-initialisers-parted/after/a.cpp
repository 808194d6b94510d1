int f(int);
int a = f(1);
