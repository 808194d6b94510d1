enum class K { Network = 2 };
int f() { return int(K::Network); }
