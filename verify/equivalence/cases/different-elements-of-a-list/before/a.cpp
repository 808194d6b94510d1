namespace std {
template <class T> class initializer_list {
public:
  const T *first;
  __SIZE_TYPE__ count;
};
} // namespace std
extern "C" void take(const void *data);
void f() {
  std::initializer_list<int> list = {1, 2, 3, 4};
  take(list.first);
}
