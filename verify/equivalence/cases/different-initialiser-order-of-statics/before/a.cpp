int f(int);
static int a = f(1);
static int b = f(2);
int sum() { return a + b; }
