namespace sys::bus { int limit = 32; }
