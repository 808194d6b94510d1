asm(".globl mark\nmark = 1");
int f() { return 1; }
