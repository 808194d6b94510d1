namespace sys::hal { struct Port { int get() const; int value; }; }
