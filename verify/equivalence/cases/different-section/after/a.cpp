int start() { return 0; }
