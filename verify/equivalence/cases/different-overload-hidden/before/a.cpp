namespace sys { long scale(long v) { return v; } namespace hal { long use(int v) { return scale(v); } } namespace bus { } }
