__attribute__((naked)) void entry() { asm volatile("ret"); }
