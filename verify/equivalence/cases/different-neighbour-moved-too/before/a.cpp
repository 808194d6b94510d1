namespace sys::hal { struct Port { int f(); }; int Port::f() { return 1; } struct Pin { int g(); }; int Pin::g() { return 2; } }
