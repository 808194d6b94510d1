__attribute__((section(".dma"))) int ring[4];
