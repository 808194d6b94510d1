asm(".pushsection .table, \"a\"\n.long 2\n.popsection");
int g() { return 1; }
