int start();
static int started = start();
int other() { return started; }
