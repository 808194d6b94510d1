struct Size { Size(int); };
int put(const Size &); int put(double, int = 0); int put(long) = delete;
int f() { return put(Size(1)); }
