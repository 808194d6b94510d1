enum class K { Net = 2 };
int f() { return int(K::Net); }
