int f();
inline int shared = f();
