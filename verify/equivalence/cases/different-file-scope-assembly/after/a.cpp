asm(".globl mark\nmark = 2");
int f() { return 1; }
