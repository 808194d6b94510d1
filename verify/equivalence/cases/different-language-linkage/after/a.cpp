int hook() { return 0; }
