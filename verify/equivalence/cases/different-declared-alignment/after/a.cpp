extern char table[] __attribute__((aligned(64)));
char *one() { return table; }
