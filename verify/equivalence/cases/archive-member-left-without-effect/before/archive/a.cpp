int unused() { return 3; }
int helper() { return 1; }
