int f(bool b, int (&t)(), int (&e)()) { return b ? e() : t(); }
