namespace sys::bus {
struct Port {
  int value;
  int get(volatile int *r);
};
int Port::get(volatile int *r) { return *const_cast<int *>(r); }
}
