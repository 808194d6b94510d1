[[clang::optnone]] int f(int v) { return v * 3; }
