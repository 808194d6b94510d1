int total;
int count(int by) { return total += by; }
int start();
static int started = start();
int other() { return started; }
