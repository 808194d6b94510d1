int start() { return 7; }
