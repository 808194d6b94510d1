namespace sys::hal {
struct Port {
  int value;
  int get() const;
};
int Port::get() const { return value + 4; }
}
