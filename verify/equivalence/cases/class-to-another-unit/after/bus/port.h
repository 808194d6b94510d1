namespace sys::bus { struct Port { int get() const; int value; }; }
