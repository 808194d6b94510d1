int f(); int g();
int a = f();
int b = g();
