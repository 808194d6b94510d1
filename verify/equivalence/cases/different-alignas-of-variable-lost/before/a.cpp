alignas(4096) int page[4];
