extern "C" int hook() { return 0; }
