namespace sys { long scale(long v) { return v; } namespace bus { long scale(int v) { return 2 * v; } long use(int v) { return scale(v); } } }
