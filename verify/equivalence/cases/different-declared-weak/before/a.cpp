extern int hook __attribute__((weak));
int *one() { return &hook; }
