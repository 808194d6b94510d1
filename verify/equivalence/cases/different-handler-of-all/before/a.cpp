int g();
int f() { try { return g(); } catch (int) { return 1; } }
