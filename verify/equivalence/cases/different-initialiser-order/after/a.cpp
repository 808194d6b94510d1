int f(); int g();
int b = g();
int a = f();
