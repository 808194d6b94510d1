enum class Kind { Net = 1, Console, Block };
int f(Kind k) { return static_cast<int>(k); }
