const char *device() { return "dev/b.h"; }
