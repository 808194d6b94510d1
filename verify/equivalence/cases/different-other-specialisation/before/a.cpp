template <class T> int kind(T) { return 1; }
template <class T> int kind(T *) { return 2; }
int use(int *p) { return kind(p); }
