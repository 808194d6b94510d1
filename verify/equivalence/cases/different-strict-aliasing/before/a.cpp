typedef int __attribute__((may_alias)) word;
int f(float *p) { return *reinterpret_cast<word *>(p); }
