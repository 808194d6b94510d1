int keep() { return 2; }
