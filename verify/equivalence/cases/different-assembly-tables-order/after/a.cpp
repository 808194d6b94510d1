asm(".pushsection .table, \"a\"\n.long 2\n.popsection");
int main() { return 1; }
