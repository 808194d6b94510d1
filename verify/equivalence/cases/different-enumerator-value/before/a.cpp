enum class Kind { Net = 1, Block };
int f(Kind k) { return static_cast<int>(k); }
