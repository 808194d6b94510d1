int hook() { return 2; }
