extern int hook;
int *two() { return &hook; }
