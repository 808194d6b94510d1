namespace sys::hal { int limit = 16; }
