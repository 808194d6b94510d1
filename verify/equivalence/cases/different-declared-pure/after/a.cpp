int rate() __attribute__((const));
int one() { return rate(); }
