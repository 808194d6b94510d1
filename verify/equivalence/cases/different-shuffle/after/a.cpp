typedef int V __attribute__((vector_size(16)));
V f(V a, V b) { return __builtin_shufflevector(a, b, 0, 4, 5, 1); }
