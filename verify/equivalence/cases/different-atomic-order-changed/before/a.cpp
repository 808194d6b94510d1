namespace sys::hal {
struct Port {
  int value;
  void set();
};
void Port::set() { __atomic_store_n(&value, 1, __ATOMIC_RELEASE); }
}
