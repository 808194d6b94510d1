namespace sys::bus {
struct Port {
  int value;
  void kick();
};
void Port::kick() { value = 1; value = 2; }
}
