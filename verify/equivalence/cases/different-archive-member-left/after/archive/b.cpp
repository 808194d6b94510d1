int helper() { return 1; }
int other() { return 2; }
