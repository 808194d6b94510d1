void barrier() { asm volatile("" :::); }
