void barrier() { asm volatile("" ::: "memory"); }
