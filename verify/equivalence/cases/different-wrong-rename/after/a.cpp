namespace sys::bus { struct Gate { int f(); }; int Gate::f() { return 1; } }
