namespace sys::bus {
struct Port {
  int value;
  void set();
};
void Port::set() { __atomic_store_n(&value, 1, __ATOMIC_RELAXED); }
}
