__attribute__((visibility("hidden"))) int hook() { return 0; }
