asm(".pushsection .table, \"a\"\n.long 1\n.popsection");
int g() { return 1; }
