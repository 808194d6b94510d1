int hook() { return 2; }
int other() { return 3; }
