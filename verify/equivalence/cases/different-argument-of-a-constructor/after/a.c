int started;
static void start(int value) { started = value; }
static void _GLOBAL__start(void) __attribute__((constructor));
static void _GLOBAL__start(void) { start(2); }
int use(void) { return started; }
