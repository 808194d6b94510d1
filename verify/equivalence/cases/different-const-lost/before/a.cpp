extern const int limit = 4;
int get() { return limit; }
