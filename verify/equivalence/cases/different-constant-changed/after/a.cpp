namespace sys::bus {
struct Port {
  int value;
  int get() const;
};
int Port::get() const { return value + 5; }
}
