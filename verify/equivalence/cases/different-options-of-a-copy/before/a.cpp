template <class T> T twice(T value) { return value + value; }
template int twice<int>(int);
