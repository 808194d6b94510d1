namespace sys::hal { __attribute__((weak)) int hook(); }
int f() { return sys::hal::hook ? sys::hal::hook() : 0; }
