asm(".section .blob, \"a\"\n.incbin \"blob.bin\"\n.text");
int f() { return 1; }
