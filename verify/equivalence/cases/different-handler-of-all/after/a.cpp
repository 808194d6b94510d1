int g();
int f() { try { return g(); } catch (...) { return 1; } }
