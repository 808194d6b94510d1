const char *device() { return "dev/a.h"; }
