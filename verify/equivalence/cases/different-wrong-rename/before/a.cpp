namespace sys::hal { struct Port { int f(); }; int Port::f() { return 1; } }
