template <class T> int kind(T) { return 1; }
int use(int *p) { return kind(p); }
