__attribute__((used, section(".text.boot"))) void first() { asm volatile("nop"); }
