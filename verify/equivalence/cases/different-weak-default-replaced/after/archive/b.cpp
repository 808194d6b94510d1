int other() { return 3; }
int hook() { return 2; }
