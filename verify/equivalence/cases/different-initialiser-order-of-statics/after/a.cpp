int f(int);
static int b = f(2);
static int a = f(1);
int sum() { return a + b; }
