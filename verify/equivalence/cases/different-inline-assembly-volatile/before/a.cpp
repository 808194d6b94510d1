int get() { int v; asm volatile("nop" : "=r"(v)); return v; }
