struct Size { explicit Size(int); };
int put(const Size &); int put(long);
int f() { return put(1); }
