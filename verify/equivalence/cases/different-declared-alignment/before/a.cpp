extern char table[];
char *one() { return table; }
