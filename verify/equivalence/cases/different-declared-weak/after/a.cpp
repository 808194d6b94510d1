extern int hook;
int *one() { return &hook; }
