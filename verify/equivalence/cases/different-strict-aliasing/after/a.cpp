typedef int word;
int f(float *p) { return *reinterpret_cast<word *>(p); }
