const char *time() { return __DATE__ " " __TIME__; }
