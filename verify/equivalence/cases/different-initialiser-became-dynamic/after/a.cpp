int f();
int a = f();
