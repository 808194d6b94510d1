int count(int by) { return by + 1; }
