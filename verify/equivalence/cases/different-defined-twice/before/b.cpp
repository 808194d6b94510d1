int g() { return 2; }
