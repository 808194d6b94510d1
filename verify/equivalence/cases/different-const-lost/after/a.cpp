extern int limit;
int limit = 4;
int get() { return limit; }
