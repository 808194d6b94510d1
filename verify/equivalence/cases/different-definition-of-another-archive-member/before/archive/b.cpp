int both() { return 2; }
