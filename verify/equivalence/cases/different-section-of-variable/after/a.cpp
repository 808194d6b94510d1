__attribute__((section(".data"))) int ring[4];
