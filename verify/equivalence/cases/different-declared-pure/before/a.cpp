int rate();
int one() { return rate(); }
