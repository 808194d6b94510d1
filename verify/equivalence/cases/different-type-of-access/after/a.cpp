int get(int *a, float *b) { *a = 1; *b = 2; return *a; }
long add(long *p) { return *reinterpret_cast<long long *>(p); }
