int other() { return 2; }
int unused() { return 3; }
