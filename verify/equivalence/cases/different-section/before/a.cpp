__attribute__((section(".boot"))) int start() { return 0; }
