int count = 3;
int get() { return count; }
