__attribute__((ms_abi)) int f(int v) { return v; }
