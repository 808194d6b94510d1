int both() { return 1; }
