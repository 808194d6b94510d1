const char *message() { return "Ready"; }
