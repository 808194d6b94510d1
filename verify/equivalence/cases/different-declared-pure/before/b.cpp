int rate() __attribute__((const));
int two();
int three() { return two() + rate(); }
