int extra() { return 3; }
