const char *message() { return "ready"; }
