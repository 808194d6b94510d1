int f(int);
int c = f(3);
int a = f(1);
