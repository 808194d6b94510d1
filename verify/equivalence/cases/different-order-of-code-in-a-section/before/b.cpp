__attribute__((used, section(".text.boot"))) void second() { asm volatile("hlt"); }
