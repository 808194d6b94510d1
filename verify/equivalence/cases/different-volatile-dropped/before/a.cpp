namespace sys::hal {
struct Port {
  int value;
  int get(volatile int *r);
};
int Port::get(volatile int *r) { return *r; }
}
