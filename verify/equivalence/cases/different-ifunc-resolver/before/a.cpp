extern "C" {
static int one() { return 1; }
static int two() { return 2; }
void *pick() { return (void *)one; }
void *other() { return (void *)two; }
int name() __attribute__((ifunc("pick")));
void *keep() { return (void *)(long)(pick() == other()); }
}
