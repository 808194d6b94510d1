int f(int);
int a = f(1);
int b = f(2);
