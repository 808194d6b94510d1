int get() { int v; asm("nop" : "=r"(v)); return v; }
