asm(".pushsection .table, \"a\"\n.long 1\n.popsection");
int main() { return 1; }
