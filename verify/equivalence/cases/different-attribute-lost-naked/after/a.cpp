void entry() { asm volatile("ret"); }
